import type { Limits } from '#contracts';

/**
 * How many value names an account may have in use: as many as fit into one file beside `id` and `name`. With more, a
 * download could not be imported again (product.md, rule 5).
 */
export function maxValueNames(limits: Pick<Limits, 'columns'>): number {
  return limits.columns - 2;
}
