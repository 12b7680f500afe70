import { describe, expect, it } from 'vitest';
import { MongoBulkWriteError } from 'mongodb';
import { duplicatesAmong, isDuplicateKey } from './duplicate-key.js';

const DUPLICATE = 11_000;
const STEPPED_DOWN = 189;

/** What the driver throws for a batch; `codes` by the position of the item. */
function bulkError(codes: Record<number, number>, concern?: number): MongoBulkWriteError {
  const writeErrors = Object.entries(codes).map(([index, code]) => ({
    index: Number(index),
    code,
    errmsg: 'it is so',
  }));
  const writeConcernError = concern === undefined ? undefined : { code: concern, errmsg: 'not confirmed' };
  const error = { message: 'it is so', code: writeErrors[0]?.code, writeErrors };
  const result = { getWriteConcernError: () => writeConcernError };
  type Parts = ConstructorParameters<typeof MongoBulkWriteError>;
  return new MongoBulkWriteError(error as unknown as Parts[0], result as unknown as Parts[1]);
}
const among = (error: unknown) => duplicatesAmong(['a', 'b', 'c'], () => Promise.reject(error));

describe('the duplicates among the items of a batch', () => {
  it('are those that a unique index refused', async () => {
    expect(await among(bulkError({ 0: DUPLICATE, 2: DUPLICATE }))).toEqual(['a', 'c']);
    expect(await duplicatesAmong(['a'], () => Promise.resolve())).toEqual([]);
  });

  it.each<[string, MongoBulkWriteError]>([
    ['another item failed in a failover', bulkError({ 0: DUPLICATE, 1: STEPPED_DOWN })],
    ['no majority confirmed the other items', bulkError({ 0: DUPLICATE }, STEPPED_DOWN)],
  ])('are not known when %s: the batch has failed', async (_, error) => {
    expect(isDuplicateKey(error)).toBe(false);
    await expect(among(error)).rejects.toBe(error);
  });
});
