import { prefixRange } from '#contact-rules';

/** Matches texts that start with `prefix`, with bounds that an index can use. */
export function prefixFilter(prefix: string): { $gte: string; $lt: string } {
  const { gte, lt } = prefixRange(prefix);
  return { $gte: gte, $lt: lt };
}
