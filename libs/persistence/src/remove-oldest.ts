import type { Model, QueryFilter } from 'mongoose';
import { v7 as uuidv7 } from 'uuid';

/**
 * Removes records of all organisations whose ids are UUIDs of version 7, which begin with the time. So the index of ids
 * finds them, and needs no other.
 * @param filter a further condition on the records
 * @returns how many were removed, at most `limit`
 */
export async function removeOldest<T extends { _id: string }>(
  model: Model<T>,
  before: Date,
  filter: QueryFilter<T>,
  limit: number,
): Promise<number> {
  const first = uuidv7({ msecs: before.getTime(), seq: 0, random: new Uint8Array(16) });
  const found = await model
    .find({ _id: { $lt: first }, ...filter } as QueryFilter<T>, { _id: 1 })
    .sort({ _id: 1 })
    .limit(limit)
    .lean<{ _id: string }[]>();
  const ids = found.map(({ _id }) => _id);
  await model.deleteMany({ _id: { $in: ids }, ...filter } as QueryFilter<T>);
  return ids.length;
}
