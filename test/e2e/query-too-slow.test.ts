import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import { addReadOptions, contactDefinition, type ContactRecord } from '#persistence';
import { ApiClient } from '../support/api.js';
import { startStack, type SeededTenant, type Stack } from '../support/stack.js';
import { storedContacts } from '../support/stored-contacts.js';

/** Reading all of them takes the stand-in about five times as long as a query may take here. */
const CONTACTS = 10_000;
const QUERY_SECONDS = '0.02';

describe('a query that takes MongoDB too long', () => {
  let stack: Stack;
  let tenant: SeededTenant;
  let connection: mongoose.Connection;

  beforeAll(async () => {
    stack = await startStack({ services: ['gateway'], env: { QUERY_SECONDS } });
    tenant = await stack.seed();
    connection = await mongoose.createConnection(stack.env.MONGODB_URI!).asPromise();
    await connection.collection<ContactRecord>('contacts').insertMany(storedContacts(tenant.accounts[0]!.id, CONTACTS));
  }, 60_000);
  afterAll(async () => {
    await connection?.close();
    await stack?.stop();
  });

  it.each([
    ['a count', 'contacts?notTag=rare&count=exact&limit=1&accountId='],
    ['a page', 'contacts?notTag=common&sort=name&accountId='],
  ])('is answered with query_too_slow: %s', async (_, address) => {
    const api = new ApiClient(stack.url, tenant.keys.viewer);
    const response = await api.request(`/v1/${address}${tenant.accounts[0]!.id}`, {
      headers: { 'accept-language': 'es' },
    });
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('30');
    expect(await response.json()).toMatchObject({ code: 'query_too_slow', title: 'La consulta tarda demasiado' });
  });

  it('is ended however it is made', async () => {
    const model = connection.model<ContactRecord>(contactDefinition.name, contactDefinition.schema);
    addReadOptions(model.collection, { maxTimeMS: 1 });
    const all = { name: /9.*9.*9.*9/ };
    const reads: Record<string, () => PromiseLike<unknown>> = {
      find: () => model.find(all).lean(),
      findOne: () => model.findOne({ name: 'nobody' }).lean(),
      countDocuments: () => model.countDocuments(all),
      distinct: () => model.distinct('name', all),
      aggregate: () => model.aggregate([{ $match: all }, { $group: { _id: '$name' } }]),
      'find of the driver': () => model.collection.find(all).toArray(),
      'findOne of the driver': () => model.collection.findOne({ name: 'nobody' }),
      'countDocuments of the driver': () => model.collection.countDocuments(all),
      'distinct of the driver': () => model.collection.distinct('name', all),
      'aggregate of the driver': () => model.collection.aggregate([{ $group: { _id: '$name' } }]).toArray(),
    };
    for (const [name, read] of Object.entries(reads)) {
      const code = await read().then(
        () => 'it was not ended',
        (error: { code?: unknown }) => error.code,
      );
      expect([name, code]).toEqual([name, 50]);
    }
    expect(await model.collection.countDocuments({}, { maxTimeMS: 60_000 })).toBe(CONTACTS);
  });
});
