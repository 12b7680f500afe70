import { conditionsToQuery, isSegment } from '#contracts';
import type { ConditionsInput } from '#contracts';
import { apiConditions, NO_FILTER, readFilter, writeFilter } from '../contacts/filter.js';
import type { Filter } from '../contacts/filter.js';

/** A campaign's segment as the filter of the contacts page, so that the same chips edit it. */
export function filterOf(accountId: string | null, segment: ConditionsInput): Filter {
  const { filter } = readFilter(conditionsToQuery(segment));
  return { ...filter, accountId };
}

/** The inverse of {@link filterOf}. Null while there is no condition on a tag or value, which a campaign needs. */
export function segmentOf(filter: Filter): ConditionsInput | null {
  const conditions = apiConditions(filter);
  return isSegment(conditions) ? conditions : null;
}

/** The address at which the contacts page shows the same contacts. */
export function contactsOf(filter: Filter): string {
  return `/contacts?${writeFilter({ ...filter, sort: NO_FILTER.sort })}`;
}
