import { queryToFilterInput } from '#contracts';
import type { Conditions, ListConditionsInput, Sort } from '#contracts';
import { fromParameter, isReadable, sameSubject, toParameter } from './condition.js';
import type { Condition } from './condition.js';

/** What the page shows, held in the address bar. Conditions keep the order in which they were added. */
export interface Filter {
  accountId: string | null;
  search: string;
  conditions: Condition[];
  match: Conditions['match'];
  sort: Sort;
}

export const NO_FILTER: Filter = {
  accountId: null,
  search: '',
  conditions: [],
  match: 'all',
  sort: 'phone',
};
export const SORTS: readonly Sort[] = ['phone', '-phone', 'name', '-name'];
const MATCHES: readonly Filter['match'][] = ['all', 'any'];

/**
 * Reads the address bar, which has the parameters of `GET /v1/contacts`. The API checks the values.
 * Unknown parameters (such as the tracking of a mail program) are ignored.
 * @returns the filter; when a part cannot be read, `unreadable` is that part and the filter is empty, as a filter
 * without it would show contacts that the link leaves out
 */
export function readFilter(parameters: URLSearchParams): { filter: Filter; unreadable: string | null } {
  const conditions: Condition[] = [];
  for (const [name, text] of parameters) {
    const condition = fromParameter(name, text);
    if (!condition) continue;
    if (!isReadable(condition)) return { filter: NO_FILTER, unreadable: `${name}=${text}` };
    conditions.push(condition);
  }
  const given = { sort: parameters.get('sort') ?? NO_FILTER.sort, match: parameters.get('match') ?? NO_FILTER.match };
  const sort = SORTS.find((known) => known === given.sort);
  const match = MATCHES.find((known) => known === given.match);
  if (!sort) return { filter: NO_FILTER, unreadable: `sort=${given.sort}` };
  if (!match) return { filter: NO_FILTER, unreadable: `match=${given.match}` };
  return {
    filter: {
      accountId: parameters.get('accountId'),
      search: parameters.get('search') ?? '',
      conditions,
      match,
      sort,
    },
    unreadable: null,
  };
}

/**
 * The inverse of {@link readFilter}, without default values: the address of the page, and the query of
 * `GET /v1/contacts`.
 */
export function writeFilter(filter: Filter): URLSearchParams {
  const { accountId, sort } = filter;
  return new URLSearchParams([
    ...(accountId ? [['accountId', accountId]] : []),
    ...parametersOf(filter),
    ...(sort === NO_FILTER.sort ? [] : [['sort', sort]]),
  ]);
}

/** The conditions as the API takes them in JSON. */
export function apiConditions(filter: Filter): ListConditionsInput {
  return queryToFilterInput(parametersOf(filter));
}

function parametersOf({ search, conditions, match }: Filter): [string, string][] {
  return [
    ...(search ? [['search', search] as [string, string]] : []),
    ...conditions.map(toParameter),
    ...(match === 'any' ? [['match', match] as [string, string]] : []),
  ];
}

export const isFiltered = ({ search, conditions }: Filter): boolean => search !== '' || conditions.length > 0;

export function addCondition(filter: Filter, added: Condition): Filter {
  const others = filter.conditions.filter((condition) => !sameSubject(condition, added));
  return { ...filter, conditions: [...others, added] };
}

export function removeCondition(filter: Filter, removed: Condition): Filter {
  return { ...filter, conditions: filter.conditions.filter((condition) => !sameSubject(condition, removed)) };
}

/** Switches *has* and *has not*, in place. */
export function switchCondition(filter: Filter, switched: Condition): Filter {
  return {
    ...filter,
    conditions: filter.conditions.map((condition) =>
      sameSubject(condition, switched) ? { ...condition, not: !condition.not } : condition,
    ),
  };
}

export function clearConditions(filter: Filter): Filter {
  return { ...filter, search: '', conditions: [], match: 'all' };
}
