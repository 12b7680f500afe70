import type { Limits } from '#contracts';

/**
 * How many names of values an account may have in use: as many as fit beside `id` and `name` into one file. Otherwise a
 * download could not come back (product.md, rule 5).
 */
export function maxValueNames(limits: Pick<Limits, 'columns'>): number {
  return limits.columns - 2;
}
