import { afterTurn, type JobPayload, type JobQueue } from '#contracts';
import { RecurringWork, type Config } from '#platform';
import type { Job } from 'bullmq';
import type { Logger } from 'pino';
import { ReleasedError } from './attempt.js';
import type { Queues } from './queues.js';

/** How often a process looks for others that wait. */
const LOOK_MS = 1_000;

/** Thrown by a long job that makes way for others. It returns to the end of its queue and is run again. */
export class TurnOverError extends ReleasedError {
  override name = 'TurnOverError';

  constructor() {
    super('others have their turn');
  }
}

/** A long job of this process. */
interface Running {
  organisationId: string;
  /** It continues later where its record says, so nothing of its work is in vain. */
  continues: boolean;
  /** From when on it makes way for others. */
  endsAt: number;
  controller: AbortController;
}

export interface TurnsOptions {
  queue: JobQueue;
  /** How many jobs of the queue run in this process. */
  concurrency: number;
  queues: Pick<Queues, 'waitingOrganisations' | 'toTheEnd'>;
  config: Pick<Config, 'JOB_TURN_SECONDS'>;
  logger: Logger;
}

/**
 * Lets long jobs of one queue make way. The order of a queue alone does not help somebody who comes when all places are
 * taken by jobs that run for an hour. So a job has a turn of `JOB_TURN_SECONDS`. After it, the job goes on as long as
 * nobody needs its place: it ends its turn when every place of this process is taken and an organisation waits that has
 * fewer of them. A job that continues later also makes way for one of its own organisation, whose small import would
 * otherwise wait for large ones into other accounts. One job makes way at a time, first one of the organisation with the
 * most places. It stops as it does when its service stops, and returns to the queue behind the jobs of its organisation.
 */
export class Turns extends RecurringWork {
  private readonly jobs = new Set<Running>();

  constructor(private readonly options: TurnsOptions) {
    const { config, logger, queue } = options;
    const everyMs = Math.min(LOOK_MS, config.JOB_TURN_SECONDS * 1000);
    super({ everyMs, logger, failure: `nobody knows who waits for ${queue}` });
  }

  /**
   * Runs a job.
   * @param stopping the signal of a job that has no turns
   */
  async run<Q extends JobQueue, T>(
    job: Job,
    payload: JobPayload<Q>,
    stopping: AbortSignal,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const after = afterTurn(this.options.queue as Q, payload);
    if (!after) return work(stopping);
    const { organisationId } = payload as { organisationId: string };
    const turnMs = this.options.config.JOB_TURN_SECONDS * 1000;
    // What has to begin again needs longer turns, or it would never end. Each start counts, whatever it was for.
    const factor = after === 'restarts' ? 2 ** Math.max(0, job.attemptsStarted - 1) : 1;
    const running: Running = {
      organisationId,
      continues: after === 'continues',
      endsAt: Date.now() + turnMs * factor,
      controller: new AbortController(),
    };
    this.jobs.add(running);
    try {
      return await work(AbortSignal.any([stopping, running.controller.signal]));
    } catch (error) {
      if (error instanceof TurnOverError) await this.options.queues.toTheEnd(job, organisationId);
      throw error;
    } finally {
      this.jobs.delete(running);
    }
  }

  protected async round(): Promise<void> {
    const { queue, concurrency, queues } = this.options;
    const isOver = ({ endsAt }: Running) => endsAt <= Date.now();
    if (this.jobs.size < concurrency || ![...this.jobs].some(isOver)) return;
    const waiting = await queues.waitingOrganisations(queue);
    const running = [...this.jobs];
    // One that makes way already may take a moment, until its next step.
    if (waiting.size === 0 || running.some(({ controller }) => controller.signal.aborted)) return;
    const places = (id: string) => running.filter(({ organisationId }) => organisationId === id).length;
    const fewest = Math.min(...[...waiting].map(places));
    const makesWay = ({ organisationId, continues }: Running) =>
      places(organisationId) > fewest || (continues && waiting.has(organisationId));
    running
      .filter((one) => isOver(one) && makesWay(one))
      .sort((a, b) => places(b.organisationId) - places(a.organisationId) || a.endsAt - b.endsAt)[0]
      ?.controller.abort(new TurnOverError());
  }
}
