import type { Page } from '#contracts';

/**
 * The answer of a list route. One record more than `limit` must have been read: it tells whether there is a next page.
 * @param value the total number of records
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
