import type { Model, QueryFilter } from 'mongoose';
import { v7 as uuidv7 } from 'uuid';

/**
 * Removes records of all organisations in the order of an index.
 * @returns how many were found, at most `limit`; one that no longer matches when it would be removed stays
 */
export async function removeInOrder<T extends { _id: string }>(
  model: Model<T>,
  filter: QueryFilter<T>,
  order: Record<string, 1>,
  limit: number,
): Promise<number> {
  const found = await model.find(filter, { _id: 1 }).sort(order).limit(limit).lean<{ _id: string }[]>();
  await model.deleteMany({ ...filter, $and: [{ _id: { $in: found.map(({ _id }) => _id) } }] } as QueryFilter<T>);
  return found.length;
}

/**
 * Removes records of all organisations whose ids are UUIDs of version 7, which begin with the time. So the index of ids
 * finds them, and needs no other.
 * @param filter a further condition on the records
 * @returns as {@link removeInOrder}
 */
export function removeOldest<T extends { _id: string }>(
  model: Model<T>,
  before: Date,
  filter: QueryFilter<T>,
  limit: number,
): Promise<number> {
  return removeInOrder(model, { _id: { $lt: firstIdAt(before) }, ...filter }, { _id: 1 }, limit);
}

/** The lowest id that can be made at a time. */
export function firstIdAt(time: Date): string {
  return uuidv7({ msecs: time.getTime(), seq: 0, random: new Uint8Array(16) });
}
