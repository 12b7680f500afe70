/**
 * A service for test/e2e/poison-events, in a process of its own that may crash: `node test/support/poison-subscriber.mjs
 * DATABASE`. It handles what a contact's name in a `ContactChanged` says, or a column's name in a `ColumnsFoundBlank`,
 * and writes down in the collection `handled` what it has done. Needs a compiled dist/.
 */
import mongoose from 'mongoose';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventsHeardBy } from '#contracts';
import { CrashWatch, EventPublisher, EventServer, Queues } from '#messaging';
import {
  deadLetterDefinition,
  DeadLettersRepository,
  outboxDefinition,
  OutboxRepository,
  Transactions,
  WantedEvents,
  webhookDefinition,
  WebhooksRepository,
} from '#persistence';
import { createLogger, loadConfig } from '#platform';

const [dbName, service] = process.argv.slice(2);
const logger = createLogger('test', { LOG_LEVEL: 'info', LOG_PRETTY: false });
const config = loadConfig();
const connection = await mongoose.createConnection(process.env.MONGODB_URI, { dbName }).asPromise();
const model = ({ name, schema }) => connection.model(name, schema);
const outbox = new OutboxRepository(model(outboxDefinition));
const letters = new DeadLettersRepository(model(deadLetterDefinition));
const queues = new Queues(config, logger);
const wanted = new WantedEvents(new WebhooksRepository(model(webhookDefinition)));
const publisher = new EventPublisher(logger, queues, outbox, new Transactions(connection), letters, wanted);
const handled = connection.collection('handled');
const nameIn = ({ contacts, names }) => contacts?.[0]?.name ?? names[0];

const server = new EventServer({
  service,
  config,
  concurrency: 4,
  logger,
  publisher,
  outbox,
  sweepSeconds: 1,
  crashes: new CrashWatch(queues),
  isDone: async (_event, payload) => (await handled.findOne({ name: nameIn(payload) })) !== null,
});

async function handle(payload) {
  const name = nameIn(payload);
  await connection.collection('begun').insertOne({ name, pid: process.pid });
  // Long enough for the others to begin.
  await sleep(300);
  if (name === 'poison') process.kill(process.pid, 'SIGKILL');
  if (name === 'pauses' && (await connection.collection('begun').countDocuments({ name })) < 3)
    process.kill(process.pid, 'SIGSTOP');
  await handled.insertOne({ name });
  if (name === 'crashes when done') process.kill(process.pid, 'SIGKILL');
}

for (const event of eventsHeardBy(service)) server.addHandler(event, handle, true);
await server.listen((error) => {
  if (error) throw error;
});
