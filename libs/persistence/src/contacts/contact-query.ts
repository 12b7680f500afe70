import {
  facetForImport,
  facetForTag,
  facetForValue,
  facetForValueName,
  MIN_PHONE_END_DIGITS,
  reversePhone,
  searchWords,
} from '#contact-rules';
import {
  CONDITIONS,
  JOINED_CONDITIONS,
  parseValueCondition,
  SINGLE_CONDITIONS,
  type JoinedCondition,
  type ListConditions,
  type SingleCondition,
} from '#contracts';
import type { Filter } from 'mongodb';
import { prefixFilter } from './prefix-filter.js';
import type { ContactRecord } from './contact.schema.js';
import type { AccountRef } from '../accounts/scope.js';

/** The fields that a segment's conditions use. Contacts have them, and so does the campaigns service's view. */
export type Searchable = Pick<ContactRecord, 'accountId' | 'phone' | 'facets' | 'terms' | 'reversedPhone'>;

type Query = Filter<ContactRecord>;

/**
 * A search word with at least this many digits is treated as most of a phone number, which few contacts match. With
 * fewer digits, the planner may scan the account in the order of the page instead (docs/decisions/contact-indexes.md).
 */
const NARROW_DIGITS = 6;

/** The facet that a contact has when a condition joined by `match` holds. */
const FACETS = {
  tag: facetForTag,
  hasValue: facetForValueName,
  value: (text) => {
    const { name, value } = parseValueCondition(text)!;
    return facetForValue(name, value);
  },
} satisfies Record<JoinedCondition, (text: string) => string>;

/**
 * The clauses of all other conditions. `narrows`: an index finds the matching contacts. Such a clause contains the
 * account, so that it can use an index whose first field is the account.
 */
const CLAUSES = {
  search: { narrows: true, of: (text, accountId) => searchWords(text).map((word) => wordClause(accountId, word)) },
  import: { narrows: true, of: (id, accountId) => [{ accountId, facets: facetForImport(id) }] },
  updatedSince: { narrows: false, of: (time) => [{ updatedAt: { $gte: new Date(time) } }] },
} satisfies Record<SingleCondition, { narrows: boolean; of: (text: string, accountId: string) => Query[] }>;

/** The MongoDB query for the contacts of one account that match the conditions. */
export function contactQuery<T extends Searchable = ContactRecord>(
  account: AccountRef,
  conditions: ListConditions,
): Filter<T> {
  const clauses = [...narrowingClauses(account.id, conditions), ...otherClauses(account.id, conditions)];
  // When there are alternatives that each contain the account, another clause on it would let the planner scan the
  // whole account.
  if (!searchWords(conditions.search).some(isNarrow)) clauses.unshift({ accountId: account.id });
  return (clauses.length === 1 ? clauses[0]! : { $and: clauses }) as unknown as Filter<T>;
}

/**
 * The ids of an account's contacts after a phone: `<accountId>/<phone>`, sorted by phone. `0` is the character after
 * `/`.
 */
export function idsOfAccount(account: AccountRef, afterPhone = ''): { $gt: string; $lt: string } {
  return { $gt: `${account.id}/${afterPhone}`, $lt: `${account.id}0` };
}

/** Whether the conditions include one that an index can use. */
export function doNarrow(conditions: ListConditions): boolean {
  return narrowingClauses('', conditions).length > 0;
}

/**
 * The contacts of an account in the order of their ids, and so of their phones, filtered only by conditions that no
 * index can use. Reads the collection in that order, without the detour of another index.
 * @param afterPhone only contacts after this phone; empty: all
 */
export function wholeAccountQuery(
  account: AccountRef,
  conditions: ListConditions,
  afterPhone: string,
): Filter<ContactRecord> {
  return {
    $and: [{ accountId: account.id, _id: idsOfAccount(account, afterPhone) }, ...otherClauses(account.id, conditions)],
  };
}

function narrowingClauses(accountId: string, conditions: ListConditions): Query[] {
  const wanted = JOINED_CONDITIONS.flatMap((name) => facetsFor(name, conditions[name]));
  const clauses = singleClauses(accountId, conditions, true);
  if (wanted.length > 0)
    clauses.unshift({ accountId, facets: conditions.match === 'any' ? { $in: wanted } : { $all: wanted } });
  return clauses;
}

/** *is not* also matches a contact without a value of that name. */
function otherClauses(accountId: string, conditions: ListConditions): Query[] {
  const unwanted = JOINED_CONDITIONS.flatMap((name) => facetsFor(name, conditions[CONDITIONS[name].not]));
  const clauses = singleClauses(accountId, conditions, false);
  if (unwanted.length > 0) clauses.push({ facets: { $nin: unwanted } });
  return clauses;
}

/** @param texts missing in a filter that was stored before the condition existed */
function facetsFor(name: JoinedCondition, texts: readonly string[] = []): string[] {
  return texts.map(FACETS[name]);
}

function singleClauses(accountId: string, conditions: ListConditions, narrows: boolean): Query[] {
  return SINGLE_CONDITIONS.flatMap((name) => {
    const text = conditions[name];
    return text === undefined || CLAUSES[name].narrows !== narrows ? [] : CLAUSES[name].of(text, accountId);
  });
}

function wordClause(accountId: string, word: string): Query {
  const name: Query = { accountId, terms: { $elemMatch: prefixFilter(word) } };
  if (!isNumber(word)) return name;
  const alternatives: Query[] = [name, { accountId, phone: prefixFilter(word) }];
  if (word.length >= MIN_PHONE_END_DIGITS) {
    alternatives.push({ accountId, reversedPhone: prefixFilter(reversePhone(word)) });
  }
  return { $or: alternatives };
}

function isNumber(word: string): boolean {
  return /^\d+$/.test(word);
}

function isNarrow(word: string): boolean {
  return isNumber(word) && word.length >= NARROW_DIGITS;
}
