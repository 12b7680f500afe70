/**
 * A service in a process of its own that may crash, for test/e2e/poison-events and for `npm run chaos`:
 * `node dist/test/support/poison-subscriber.js DATABASE SERVICE [DATABASE_OF_DEAD_LETTERS]`. It does what a contact's name
 * in a `ContactChanged` says, or a column's name in a `ColumnsFoundBlank`, and writes down in the collection `handled`
 * what it has done.
 */
import mongoose from 'mongoose';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventsHeardBy, type ServiceName } from '#contracts';
import { CrashWatch, EventServer } from '#messaging';
import { createLogger, loadConfig } from '#platform';
import { makeEventParts } from './event-parts.js';

const [database, service, lettersDatabase] = process.argv.slice(2) as [string, ServiceName, string?];
const logger = createLogger('test', { LOG_LEVEL: 'info', LOG_PRETTY: false });
const config = loadConfig();
const connect = (dbName: string) => mongoose.createConnection(config.MONGODB_URI, { dbName }).asPromise();
const connection = await connect(database);
const lettersConnection = await connect(lettersDatabase ?? database);
const { queues, publisher, outbox } = makeEventParts({ connection, lettersConnection, config, logger });
const handled = connection.collection('handled');

interface Payload {
  contacts?: { name: string }[];
  names?: string[];
}
const nameIn = ({ contacts, names }: Payload): string => contacts?.[0]?.name ?? names![0]!;

const server = new EventServer({
  service,
  config,
  concurrency: 4,
  logger,
  publisher,
  outbox,
  sweepSeconds: 1,
  crashes: new CrashWatch(queues),
  isDone: async (_event, payload) => (await handled.findOne({ name: nameIn(payload as Payload) })) !== null,
});

async function handle(payload: Payload): Promise<void> {
  const name = nameIn(payload);
  await connection.collection('begun').insertOne({ name, pid: process.pid });
  // Long enough for the others to begin.
  await sleep(300);
  if (name === 'poison') process.kill(process.pid, 'SIGKILL');
  if (name === 'throws') throw new Error('it says that it throws');
  if (name === 'fills the memory') fillMemory();
  if (name === 'never ends') await new Promise(() => undefined);
  if (name === 'pauses' && (await connection.collection('begun').countDocuments({ name })) < 3)
    process.kill(process.pid, 'SIGSTOP');
  await handled.insertOne({ name });
  if (name === 'crashes when done') process.kill(process.pid, 'SIGKILL');
}

function fillMemory(): never {
  for (const hoard: number[][] = []; ;) hoard.push(Array.from({ length: 100_000 }, (_, index) => index));
}

for (const event of eventsHeardBy(service)) server.addHandler(event, handle, true);
await server.listen((error) => {
  if (error) throw error as Error;
});
