import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { MongoClient, type Collection, type MongoClientOptions } from 'mongodb';
import { randomBytes } from 'node:crypto';
import { MongoRelay, type Effect } from '../support/mongo-relay.js';

interface Thing {
  _id: number;
  text?: string;
}

/** The relay of the tests about failovers, before the MongoDB of the tests. */
describe('the relay before MongoDB', () => {
  const uri = process.env.MONGODB_URI!;
  const database = `test-${randomBytes(5).toString('hex')}`;
  const clients: MongoClient[] = [];
  let relay: MongoRelay;
  let direct: Collection<Thing>;
  let things: Collection<Thing>;

  beforeAll(async () => {
    relay = await MongoRelay.before(uri);
    direct = await connect(uri);
    things = await connect(relay.through(uri));
  });
  afterEach(async () => {
    relay.disarm();
    await direct.deleteMany({});
  });
  afterAll(async () => {
    await direct.db.dropDatabase();
    for (const client of clients) await client.close();
    relay.close();
  });

  async function connect(address: string, options: MongoClientOptions = {}): Promise<Collection<Thing>> {
    const client = await new MongoClient(address, { serverSelectionTimeoutMS: 5_000, ...options }).connect();
    clients.push(client);
    return client.db(database).collection<Thing>('things');
  }
  const withoutRetries = () => connect(relay.through(uri), { retryWrites: false, retryReads: false });
  const failure = (work: Promise<unknown>): Promise<Error & { code?: number; errorLabels: string[] }> =>
    work.then(
      () => Promise.reject(new Error('it did not fail')),
      (error: Error & { errorLabels: string[] }) => error,
    );
  const stored = async () => (await direct.find().sort({ _id: 1 }).toArray()).map(({ _id }) => _id);
  const insertInTransaction = (_id: number) =>
    clients[1]!.withSession((session) => session.withTransaction(() => things.insertOne({ _id }, { session })));

  it('passes everything through, also what is larger than a packet', async () => {
    const text = 'x'.repeat(1_000_000);
    await things.insertMany([1, 2, 3].map((_id) => ({ _id, text })));
    expect(await things.find({ text }).batchSize(1).toArray()).toHaveLength(3);
    await insertInTransaction(4);
    expect(await stored()).toEqual([1, 2, 3, 4]);
  });

  it('is where drivers look for the members of a replica set', async () => {
    const { setName } = await direct.db.admin().command({ hello: 1 });
    const member = await connect(relay.through(uri).replace('directConnection=true', `replicaSet=${setName}`));
    const fault = relay.arm({ commands: ['insert'], effect: { code: 10107 } });
    await member.insertOne({ _id: 1 });
    expect({ happened: fault.count, stored: await stored() }).toEqual({ happened: 1, stored: [1] });
  });

  it.each<[string, Effect, number[], object]>([
    ['dropped before the server sees it', { drop: 'before' }, [], { name: 'MongoNetworkError' }],
    ['dropped after the server did it', { drop: 'after' }, [1], { name: 'MongoNetworkError' }],
    ['answered with an error', { code: 10107 }, [], { code: 10107, errorLabels: [] }],
    ['answered with an error afterwards', { code: 91, when: 'after' }, [1], { code: 91 }],
    ['answered with other labels', { code: 133, labels: ['Mine'] }, [], { code: 133, errorLabels: ['Mine'] }],
    ['not confirmed by a majority', { writeConcernError: 64 }, [1], { name: 'MongoWriteConcernError', code: 64 }],
  ])('a write that is %s fails once', async (_, effect, expected, error) => {
    const once = await withoutRetries();
    relay.arm({ commands: ['insert'], effect });
    expect(await failure(once.insertOne({ _id: 1 }))).toMatchObject(error);
    expect(await stored()).toEqual(expected);
    await once.insertOne({ _id: 2 });
  });

  it.each<[string, Effect]>([
    ['before', { drop: 'before' }],
    ['after', { drop: 'after' }],
    ['with an error', { code: 11602 }],
    ['with an error afterwards', { code: 189, when: 'after' }],
  ])('the driver tries a retryable write again that failed %s, and it is made once', async (_, effect) => {
    const fault = relay.arm({ commands: ['update'], effect });
    await things.updateOne({ _id: 1 }, { $inc: { count: 1 } }, { upsert: true });
    expect(fault.count).toBe(1);
    expect(await direct.findOne({ _id: 1 })).toEqual({ _id: 1, count: 1 });
  });

  it.each<[string, string, Effect]>([
    ['a statement that failed', 'insert', { code: 10107 }],
    ['a commit that failed', 'commitTransaction', { code: 10107 }],
    ['a commit whose answer was lost', 'commitTransaction', { drop: 'after' }],
    ['a commit that a majority did not confirm', 'commitTransaction', { writeConcernError: 64 }],
  ])('the driver repeats %s, and the transaction takes effect once', async (_, command, effect) => {
    const fault = relay.arm({ commands: [command], effect });
    await insertInTransaction(1);
    expect({ happened: fault.count, stored: await stored() }).toEqual({ happened: 1, stored: [1] });
  });

  it('touches only the commands and collections that were named, as often as it was said', async () => {
    const once = await withoutRetries();
    const other = once.db.collection<Thing>('others');
    await once.insertMany([{ _id: 1 }, { _id: 2 }]);
    const fault = relay.arm({ commands: ['find', 'getMore'], collections: ['things'], effect: { code: 43 }, times: 2 });
    expect(await other.find().toArray()).toEqual([]);
    expect(await once.countDocuments()).toBe(2);
    expect(await failure(once.find().toArray())).toMatchObject({ code: 43, errorLabels: [] });
    expect(await failure(once.find().toArray())).toMatchObject({ code: 43 });
    expect(await once.find().batchSize(1).toArray()).toHaveLength(2);
    expect(fault.count).toBe(2);
    relay.arm({ commands: ['getMore'], effect: { code: 43 } });
    expect(await failure(once.find().batchSize(1).toArray())).toMatchObject({ code: 43 });
  });

  it('delays, and fails for some seconds', async () => {
    const once = await withoutRetries();
    const began = Date.now();
    relay.arm({ commands: ['insert'], effect: { delayMs: 300 } });
    await once.insertOne({ _id: 1 });
    expect(Date.now() - began).toBeGreaterThanOrEqual(300);
    const fault = relay.arm({ effect: { code: 13435 }, seconds: 0.5 });
    const until = Date.now() + 500;
    for (;;) {
      const error = await once.findOne({ _id: 1 }).then(
        () => null,
        (caught: Error) => caught,
      );
      if (!error) break;
      expect(error).toMatchObject({ code: 13435 });
    }
    expect(Date.now()).toBeGreaterThanOrEqual(until);
    expect(fault.count).toBeGreaterThan(1);
  });
});
