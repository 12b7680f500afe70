import mongoose from 'mongoose';
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { v7 as newId } from 'uuid';
import { ApiClient } from '#api-client';
import { eventQueueName, type ContactChanged, type DeadLetter, type Page } from '#contracts';
import { createLogger, loadConfig } from '#platform';
import { makeEventParts, type EventParts } from '../../test/support/event-parts.js';
import { untilReady } from '../../tools/local-services/ready.js';
import { Supervisor } from '../../tools/local-services/supervisor.js';
import { ROOT } from '../../tools/product/service-process.js';
import { InTurn } from '../in-turn.js';
import type { World } from '../world.js';
import type { Fault } from './fault.js';
import { between, inSeconds } from './servers.js';

/** Also while servers are away. */
const PATIENCE_MS = 240_000;
const OF_EACH = 2;
const OTHERS = ['a', 'b', 'c', 'd', 'e', 'f'];
/** The subscriber notices within seconds what a service notices within minutes. */
const HASTE = { JOB_LOCK_SECONDS: '2', ATTEMPTS: '3', BACKOFF_MS: '200', NODE_OPTIONS: '' };
const SMALL_MEMORY = '--max-old-space-size=128';
const PROGRAM = path.join(ROOT, 'dist', 'test', 'support', 'poison-subscriber.js');
const NEWER = 99;

/** One poison at a time, so that each knows its dead letter. */
const turn = new InTurn();

interface PoisonOptions {
  /** Of the subscriber. */
  env?: Record<string, string>;
  /** What else must not happen meanwhile. */
  around?: (world: World, work: () => Promise<string>) => Promise<string>;
}

/**
 * No event is known that harms one of the services, so two processes of a subscriber of our own hear this one, with
 * queues and an outbox of their own. The dead letter is among those of the product, and is discarded there.
 */
function poison(name: string, does: string, reason: RegExp, { env = {}, around }: PoisonOptions = {}): Fault {
  return {
    name: `poison: ${name}`,
    full: 2,
    happen({ world }) {
      const meet = () => withSubscriber(world, env, (...subscriber) => meetPoison(world, does, reason, ...subscriber));
      return turn.run(() => (around ? around(world, meet) : meet()));
    },
  };
}

async function meetPoison(
  world: World,
  does: string,
  reason: RegExp,
  parts: EventParts,
  connection: mongoose.Connection,
): Promise<string> {
  for (const text of [does, ...OTHERS]) await publish(parts, world, text);
  await untilReady(
    async () => {
      const { waiting } = await parts.publisher.backlog('ContactChanged', 'campaigns');
      const handled = await connection.collection('handled').distinct('name');
      assert.deepEqual({ waiting, handled: handled.toSorted() }, { waiting: 0, handled: OTHERS });
    },
    { timeoutMs: PATIENCE_MS },
  );
  const begun = await again(() => connection.collection('begun').countDocuments({ name: does }));
  const letters = await discard(world, reason);
  return `begun ${begun} times, then ${letters} dead letter; ${OTHERS.length} other events were handled`;
}

/** It must wait until the services are upgraded, without a dead letter, and hold nothing else up. */
const future: Fault = {
  name: 'poison: an event of a version from the future',
  full: 2,
  happen: (scene) => {
    const { world, random } = scene;
    const accountId = random.pick(world.tenant.accounts).id;
    const ms = between(scene, 10, 20);
    const event = { organisationId: world.tenant.organisation.id, accountId };
    return turn.run(() =>
      withParts(world, {}, async ({ outbox, publisher, queues }, connection) => {
        const upserted = queues.get(eventQueueName('ColumnsFoundBlank', 'contacts'));
        const blank = { ...event, importId: newId(), batch: 0, names: 'said otherwise', version: NEWER };
        const jobId = `future-${blank.importId}`;
        const id = await again(() =>
          outbox.add('ContactChanged', { ...event, said: 'otherwise' }, NEWER, ['campaigns']),
        );
        try {
          await again(() => publisher.remind('ContactChanged', 'campaigns', id));
          await again(() => upserted.add('ColumnsFoundBlank', blank, { jobId }));
          await sleep(ms);
          const aside = await again(() => publisher.keptAside('ContactChanged', 'campaigns'));
          assert.deepEqual(aside, [{ reason: 'newer_version', version: NEWER, events: 1 }]);
          const letters = await again(() => deadLetters(world));
          assert.deepEqual(
            letters.filter(({ importId }) => importId === blank.importId),
            [],
          );
          return `kept aside for ${inSeconds(ms)}, by campaigns and contacts`;
        } finally {
          await again(() => connection.collection<{ _id: string }>('outbox').deleteOne({ _id: id }));
          await again(async () => (await upserted.getJob(jobId))?.remove());
        }
      }),
    );
  },
};

export const poisonFaults: Fault[] = [
  poison('a batch that throws', 'throws', /^it says that it throws$/),
  poison('a batch that runs out of memory', 'fills the memory', /^handling it ended the process twice$/),
  poison('a batch that never ends', 'never ends', /^handling it did not end within 5 seconds$/, {
    env: { EVENT_SECONDS: '5' },
    around: undisturbed,
  }),
  future,
];

/** With so short a limit, the other events would be given up too if MongoDB or Redis were away. */
function undisturbed<T>({ mongodb, redis }: World, work: () => Promise<T>): Promise<T> {
  return mongodb.turn.run(() => redis.turn.run(work));
}

/** Gives the work what publishes to two processes of a subscriber, which are started again when they crash. */
async function withSubscriber(
  world: World,
  more: Record<string, string>,
  work: (parts: EventParts, connection: mongoose.Connection) => Promise<string>,
): Promise<string> {
  const name = `poison-${randomBytes(5).toString('hex')}`;
  const env = { ...HASTE, ...more, REDIS_PREFIX: `{${name}}` };
  const supervisor = new Supervisor();
  let isOver = false;
  const keepRunning = async (index: number): Promise<void> => {
    while (!isOver) {
      const args = [SMALL_MEMORY, PROGRAM, name, 'campaigns', databaseOf(world)];
      const logFile = path.join(ROOT, '.local', 'chaos', `poison-${index}.log`);
      const child = supervisor.spawn(process.execPath, args, {
        env: { ...process.env, ...world.env, ...env },
        logFile,
        appendLog: true,
      });
      await child.ended;
    }
  };
  try {
    return await withParts(world, { ...env, database: name }, async (parts, connection) => {
      for (let index = 1; index <= OF_EACH; index++) void keepRunning(index);
      const words = await work(parts, connection);
      isOver = true;
      await supervisor.close();
      await again(() => parts.queues.get(eventQueueName('ContactChanged', 'campaigns')).obliterate({ force: true }));
      // The database stays until the server goes. A drop makes SecantusDB forget what it has to ask each collection after its
      // start (`startMongodb`), and the product stood still for up to two minutes, which no real MongoDB would do.
      return words;
    });
  } finally {
    isOver = true;
    await supervisor.close();
  }
}

/** @param database of the events; default: the product's */
async function withParts(
  world: World,
  { database = databaseOf(world), ...env }: Record<string, string>,
  work: (parts: EventParts, connection: mongoose.Connection) => Promise<string>,
): Promise<string> {
  const config = loadConfig({ ...world.env, ...env });
  const connection = await again(() =>
    mongoose.createConnection(config.MONGODB_URI, { dbName: database, writeConcern: { w: 'majority' } }).asPromise(),
  );
  const parts = makeEventParts({
    connection,
    config,
    logger: createLogger('chaos', { LOG_LEVEL: 'silent', LOG_PRETTY: false }),
  });
  try {
    // Queries name the indexes that they need. Mongoose does not make them again if MongoDB was away.
    await again(() => Promise.all(Object.values(connection.models).map((model) => model.createIndexes())));
    return await work(parts, connection);
  } finally {
    await parts.queues.onApplicationShutdown();
    await connection.close();
  }
}

const databaseOf = ({ env }: World): string => new URL(env.MONGODB_URI!).pathname.slice(1);

/** What may meet a server that is away, until it succeeds. */
async function again<T>(work: () => Promise<T>): Promise<T> {
  let result: T | undefined;
  await untilReady(async () => void (result = await work()), { timeoutMs: PATIENCE_MS });
  return result as T;
}

async function publish({ publisher }: EventParts, { tenant }: World, name: string): Promise<void> {
  const contact = { phone: '34600000001', revision: 1, name, tags: [], values: [] };
  const changedBy = { kind: 'import' as const, id: newId(), row: 2 };
  const event: ContactChanged = {
    organisationId: tenant.organisation.id,
    accountId: tenant.accounts[0]!.id,
    contacts: [{ ...contact, changedBy }],
  };
  await again(() => publisher.transaction((transaction) => transaction.publish('ContactChanged', event)));
}

const clientOf = (world: World): ApiClient => new ApiClient(world.of('gateway')[0]!.url, world.apiKey);

const deadLetters = async (world: World): Promise<DeadLetter[]> =>
  (await clientOf(world).get<Page<DeadLetter>>('/v1/dead-letters')).items;

/** Discards the dead letters with this reason, as an operator would. @returns how many there were */
async function discard(world: World, reason: RegExp): Promise<number> {
  const letters = (await again(() => deadLetters(world))).filter((letter) => reason.test(letter.reason));
  if (letters.length === 0) throw new Error(`there is no dead letter with the reason ${String(reason)}`);
  for (const { id } of letters)
    await again(async () => {
      const answer = await clientOf(world).request(`/v1/dead-letters/${id}`, { method: 'DELETE' });
      await answer.body?.cancel();
      // The answer before may have been lost.
      assert.ok([204, 404].includes(answer.status), `discarding was answered with ${answer.status}`);
    });
  return letters.length;
}
