import { EXCLUSION_REASONS, type Contact, type Reach } from '#contracts';

/** Whether campaigns can reach a contact, and if not, why. Does not consider its account. */
export type Standing = 'reachable' | 'opted_out' | 'taken_back' | 'no_tag_or_value' | 'unusable_number';
export const STANDINGS: readonly Standing[] = [
  'reachable',
  'opted_out',
  'taken_back',
  'no_tag_or_value',
  'unusable_number',
];

/**
 * A campaign reaches only contacts that are not marked as "do not contact" and were not taken back by an undo, with a usable
 * number and at least one tag or value (product.md, rule 4).
 */
export function standingOf(
  contact: { optOut?: unknown; takenBack?: boolean; tags: readonly unknown[]; values: readonly unknown[] },
  reachability: Pick<NonNullable<Contact['reachability']>, 'status'> | null | undefined,
): Standing {
  const { optOut, takenBack, tags, values } = contact;
  if (optOut) return 'opted_out';
  if (takenBack) return 'taken_back';
  if (tags.length === 0 && values.length === 0) return 'no_tag_or_value';
  return reachability?.status === 'unusable' ? 'unusable_number' : 'reachable';
}

/**
 * How many contacts a segment reaches and leaves out, from the counts by standing. An inactive account reaches nobody.
 */
export function reachFigures(
  standings: Readonly<Record<Standing, number>>,
  accountStatus: 'active' | 'inactive',
): Pick<Reach, 'count' | 'excluded'> {
  const isActive = accountStatus === 'active';
  const excluded = { ...standings, account_inactive: isActive ? 0 : standings.reachable };
  return {
    count: isActive ? standings.reachable : 0,
    excluded: EXCLUSION_REASONS.map((reason) => ({ reason, count: excluded[reason] })),
  };
}
