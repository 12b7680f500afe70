import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { v7 as newId } from 'uuid';
import { type ContactChanged } from '#contracts';
import type { EventPublisher, Queues } from '#messaging';
import type { DeadLettersRepository } from '#persistence';
import { createLogger, loadConfig } from '#platform';
import { bundled } from '../support/bundled.js';
import { makeEventParts } from '../support/event-parts.js';
import { eventually } from '../support/eventually.js';

const logger = createLogger('test', { LOG_LEVEL: 'silent', LOG_PRETTY: false });

/** Real processes that are really killed, with the real transport. */
describe('an event that ends its process', () => {
  let connection: mongoose.Connection;
  let publisher: EventPublisher;
  let queues: Queues;
  let letters: DeadLettersRepository;
  let env: NodeJS.ProcessEnv;
  /** The program, and its arguments. */
  let subscriber: string[];
  const children = new Set<ChildProcess>();
  let crashes = 0;

  beforeAll(async () => {
    const dbName = `test-${randomBytes(5).toString('hex')}`;
    subscriber = [await bundled('dist/test/support/poison-subscriber.js'), dbName, 'campaigns'];
    connection = await mongoose.createConnection(process.env.MONGODB_URI!, { dbName }).asPromise();
  }, 60_000);
  afterAll(() => connection.close());

  beforeEach(() => {
    crashes = 0;
    env = { ...process.env, NODE_OPTIONS: '', REDIS_PREFIX: `{test-${randomBytes(5).toString('hex')}}` };
    Object.assign(env, { JOB_LOCK_SECONDS: '1' });
    ({ queues, publisher, letters } = makeEventParts({ connection, config: loadConfig(env), logger }));
  });
  afterEach(async () => {
    for (const child of children) child.removeAllListeners().kill('SIGKILL');
    children.clear();
    await queues.onApplicationShutdown();
    await connection.dropDatabase();
  });

  /** Starts a process, and another one when it crashes. */
  function keepRunning(): ChildProcess {
    const child = spawn(process.execPath, subscriber, { env, stdio: 'ignore' });
    children.add(child);
    child.on('exit', (_code, signal) => {
      children.delete(child);
      expect(signal).toBe('SIGKILL');
      crashes++;
      keepRunning();
    });
    return child;
  }

  async function publish(...names: string[]): Promise<void> {
    for (const name of names)
      await publisher.transaction((transaction) => transaction.publish('ContactChanged', eventAbout(name)));
  }

  /** Everything that was published was handled or buried. @returns the dead letters' reasons */
  const untilQuiet = (handled: string[]) =>
    eventually(
      'every event was handled or buried',
      async () => {
        expect((await publisher.backlog('ContactChanged', 'campaigns')).waiting).toBe(0);
        expect(await publisher.queued('ContactChanged', 'campaigns')).toBe(0);
        const done = await connection.collection('handled').find().toArray();
        expect([...new Set(done.map(({ name }) => name as string))].sort()).toEqual(handled.sort());
        return (await letters.list([ORGANISATION], { limit: 10 })).map(({ reason }) => reason);
      },
      40_000,
    );
  const timesBegun = async (name: string) => connection.collection('begun').countDocuments({ name });

  it('twice is buried, and the events beside it are handled', async () => {
    await publish('poison', 'a', 'b', 'c', 'd', 'e', 'f');
    keepRunning();
    expect(await untilQuiet(['a', 'b', 'c', 'd', 'e', 'f'])).toEqual(['handling it ended the process twice']);
    // Twice beside its neighbours, which may have begun by then, and twice alone.
    expect(crashes).toBe(4);
    expect(await timesBegun('poison')).toBe(4);
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) expect([1, 2, 3]).toContain(await timesBegun(name));
  }, 60_000);

  it('twice is acknowledged if its work was done', async () => {
    await publish('crashes when done', 'a');
    keepRunning();
    expect(await untilQuiet(['crashes when done', 'a'])).toEqual([]);
    expect(crashes).toBe(4);
  }, 60_000);

  it('is told from one whose process was only paused, twice', async () => {
    await publish('pauses');
    for (let process = 0; process < 3; process++) keepRunning();
    expect(await untilQuiet(['pauses'])).toEqual([]);
    expect(await timesBegun('pauses')).toBe(3);
    expect(crashes).toBe(0);
  }, 60_000);
});

const ORGANISATION = newId();

function eventAbout(name: string): ContactChanged {
  const contact = { phone: '34600000001', revision: 1, name, tags: [], values: [] };
  const changedBy = { kind: 'import' as const, id: newId(), row: 2 };
  return { organisationId: ORGANISATION, accountId: newId(), contacts: [{ ...contact, changedBy }] };
}
