import { prefixRange } from '#contact-rules';

/** The condition that a text starts so, with bounds that an index can use. */
export function prefixFilter(prefix: string): { $gte: string; $lt: string } {
  const { gte, lt } = prefixRange(prefix);
  return { $gte: gte, $lt: lt };
}
