import mongoose from 'mongoose';
import { v7 as newId } from 'uuid';
import { newApiKey } from '#platform';
import type { RunningProduct } from './product.js';

/**
 * A key of the operators: without `OPERATORS_ORGANISATION`, they are the organisation that was created first, which may be
 * that of another test file.
 */
export async function makeOperatorKey({ env }: RunningProduct): Promise<{ organisationId: string; key: string }> {
  const mongo = await new mongoose.mongo.MongoClient(env.MONGODB_URI!).connect();
  const [first] = await mongo.db().collection<{ _id: string }>('organisations').find().sort({ _id: 1 }).toArray();
  const { key, hash } = newApiKey();
  const organisationId = first!._id;
  const record = { organisationId, name: 'Operators', role: 'admin', hash, createdAt: new Date() };
  await mongo
    .db()
    .collection<{ _id: string }>('api_keys')
    .insertOne({ _id: newId(), ...record, lastUsedAt: null, revokedAt: null } as never);
  await mongo.close();
  return { organisationId, key };
}
