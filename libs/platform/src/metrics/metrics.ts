import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Everything that this process measures. The services of one process share it, as they share their connections. */
export const registry = new Registry();

const registers = [registry];
/** Seconds, for what a person or a worker waits for. */
const SHORT = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** Seconds, for work that may take an hour. */
const LONG = [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3_600];

/**
 * Every metric of ours, with its labels. A label's values come from our own code: routes, queues, states, commands.
 * Never use an id, a name or anything else that grows with customers' data; `metrics.test.ts` compares.
 *
 * Those that say "read by the gateway" are about the whole installation. Each gateway shows the same values, so take
 * their maximum.
 */
export const metrics = {
  buildInfo: new Gauge({
    name: 'contacts_build_info',
    help: 'Always 1; the labels name the build, and the program: a service, or `all`.',
    labelNames: ['version', 'revision', 'program'],
    registers,
  }),
  serviceStarted: new Gauge({
    name: 'contacts_service_started',
    help: '1 when a service of this process has started, 0 while it waits for what it needs.',
    labelNames: ['service'],
    registers,
  }),
  httpRequest: new Histogram({
    name: 'contacts_http_request_duration_seconds',
    help: 'Requests to the gateway, by the pattern of their route. The status is `aborted` if the client went away. Without health checks.',
    labelNames: ['method', 'route', 'status'],
    buckets: SHORT,
    registers,
  }),
  queueAttempts: new Counter({
    name: 'contacts_queue_attempts_total',
    help: 'Attempts at jobs and events, by outcome: `done`, `failed` (tried again), `given_up`, `postponed` (nothing is counted: a dependency is away, it is too early, or the service stops).',
    labelNames: ['queue', 'outcome'],
    registers,
  }),
  queueAttempt: new Histogram({
    name: 'contacts_queue_attempt_duration_seconds',
    help: 'How long attempts at jobs and events took.',
    labelNames: ['queue'],
    buckets: LONG,
    registers,
  }),
  queueJobs: new Gauge({
    name: 'contacts_queue_jobs',
    help: 'Jobs and events in Redis: `waiting`, `active`, `delayed`. Read by the gateway.',
    labelNames: ['queue', 'state'],
    registers,
  }),
  queueOldest: new Gauge({
    name: 'contacts_queue_oldest_waiting_seconds',
    help: 'Since when the job or event that is next in the queue has waited; 0 when none waits. Read by the gateway.',
    labelNames: ['queue'],
    registers,
  }),
  deadLetters: new Gauge({
    name: 'contacts_dead_letters',
    help: 'Events that were given up and neither replayed nor discarded yet. Read by the gateway.',
    labelNames: ['queue'],
    registers,
  }),
  outboxEvents: new Gauge({
    name: 'contacts_outbox_events',
    help: 'Events in MongoDB that wait for a subscriber. Read by the gateway.',
    labelNames: ['event', 'subscriber'],
    registers,
  }),
  outboxLag: new Gauge({
    name: 'contacts_outbox_lag_seconds',
    help: 'The age of the oldest event that waits for a subscriber; 0 when none waits. Read by the gateway.',
    labelNames: ['event', 'subscriber'],
    registers,
  }),
  imports: new Gauge({
    name: 'contacts_imports',
    help: 'Imports that have not ended, by state. Read by the gateway.',
    labelNames: ['status'],
    registers,
  }),
  importsOldest: new Gauge({
    name: 'contacts_imports_oldest_seconds',
    help: 'Since when the oldest import in a state is uploaded; 0 when there is none. Read by the gateway.',
    labelNames: ['status'],
    registers,
  }),
  importsStalled: new Gauge({
    name: 'contacts_imports_stalled',
    help: 'Imports that stand still although it is their turn. Read by the gateway.',
    labelNames: ['status'],
    registers,
  }),
  importsFinished: new Counter({
    name: 'contacts_imports_finished_total',
    help: 'Imports that ended, by their last state.',
    labelNames: ['status'],
    registers,
  }),
  rowsChecked: new Counter({
    name: 'contacts_import_rows_checked_total',
    help: 'Rows of checked files: `good`, `duplicate`, `rejected`. Counted when the check of a file ends.',
    labelNames: ['outcome'],
    registers,
  }),
  rowsApplied: new Counter({
    name: 'contacts_import_rows_applied_total',
    help: 'Rows that were applied: `created`, `updated`, `unchanged`, `rejected`; `given_up`: those of batches that became dead letters.',
    labelNames: ['outcome'],
    registers,
  }),
  order: new Histogram({
    name: 'contacts_order_duration_seconds',
    help: 'Exports, tag changes and replays, from their order to their end.',
    labelNames: ['kind', 'status'],
    buckets: LONG,
    registers,
  }),
  mongodbCommand: new Histogram({
    name: 'contacts_mongodb_command_duration_seconds',
    help: 'Commands to MongoDB. An `error` may be harmless, such as a conflict of two transactions, after which one is repeated.',
    labelNames: ['command', 'outcome'],
    buckets: SHORT,
    registers,
  }),
  redisCommand: new Histogram({
    name: 'contacts_redis_command_duration_seconds',
    help: 'Commands to Redis, without those that wait for work.',
    labelNames: ['command', 'outcome'],
    buckets: SHORT,
    registers,
  }),
  s3Request: new Histogram({
    name: 'contacts_s3_request_duration_seconds',
    help: 'Requests to the object store, with their repetitions, until an answer begins. An `error` may be harmless, such as an object that is not there.',
    labelNames: ['operation', 'outcome'],
    buckets: SHORT,
    registers,
  }),
  stateRead: new Gauge({
    name: 'contacts_state_read_success',
    help: 'Whether a gateway could read what it shows of the whole installation; 0: the values are missing.',
    labelNames: ['source'],
    registers,
  }),
};

/** Runs work and measures it. */
export async function measured<L extends string, T>(
  histogram: Histogram<L | 'outcome'>,
  labels: Record<L, string>,
  work: () => Promise<T>,
): Promise<T> {
  const began = performance.now();
  let outcome = 'error';
  try {
    const result = await work();
    outcome = 'ok';
    return result;
  } finally {
    histogram.observe({ ...labels, outcome } as Record<L | 'outcome', string>, (performance.now() - began) / 1000);
  }
}
