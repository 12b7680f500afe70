import type { Page } from '#contracts';

/**
 * A list answer from records of which one more than `limit` was read: that one tells whether there is a next page.
 * @param value how many there are in all
 */
export function pageAnswer<R extends { _id: string }, T>(
  found: readonly R[],
  limit: number,
  value: number,
  toAnswer: (record: R) => T,
): Page<T> {
  const records = found.slice(0, limit);
  const next = found.length > limit ? records.at(-1)!._id : null;
  return { items: records.map(toAnswer), next, count: { value, exact: true } };
}
