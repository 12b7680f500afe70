import {
  facetForImport,
  facetForTag,
  facetForValue,
  facetForValueName,
  MIN_PHONE_END_DIGITS,
  reversePhone,
  searchWords,
} from '#contact-rules';
import { parseValueCondition, type Conditions, type ListConditions } from '#contracts';
import type { Filter } from 'mongodb';
import { prefixFilter } from './prefix-filter.js';
import type { ContactRecord } from './contact.schema.js';
import type { AccountRef } from '../accounts/scope.js';

/** What conditions look at. Contacts have it, and the campaigns service's view of them. */
export type Searchable = Pick<ContactRecord, 'accountId' | 'phone' | 'facets' | 'terms' | 'reversedPhone'>;

type Query = Filter<Searchable>;

/**
 * Digits from which on a word is taken for most of a phone number, which few contacts have. With fewer the planner
 * decides whether to look through the account in the order of the page (docs/decisions/contact-indexes.md).
 */
const NARROW_DIGITS = 6;

/**
 * The MongoDB query for the contacts of one account that meet the conditions. Every clause that narrows names the account
 * itself, so that each can use an index whose first field that is.
 */
export function contactQuery<T extends Searchable = ContactRecord>(
  account: AccountRef,
  conditions: ListConditions,
): Filter<T> {
  const accountId = account.id;
  const clauses: Query[] = [];
  const wanted = wantedFacets(conditions);
  const unwanted = unwantedFacets(conditions);
  const words = searchWords(conditions.search);
  if (wanted.length > 0)
    clauses.push({ accountId, facets: conditions.match === 'any' ? { $in: wanted } : { $all: wanted } });
  if (conditions.import !== undefined) clauses.push({ accountId, facets: facetForImport(conditions.import) });
  if (unwanted.length > 0) clauses.push({ facets: { $nin: unwanted } });
  for (const word of words) clauses.push(wordClause(accountId, word));
  // Beside alternatives that each name the account, naming it once more would offer a scan of all of it.
  if (!words.some(isNarrow)) clauses.unshift({ accountId });
  return (clauses.length === 1 ? clauses[0]! : { $and: clauses }) as unknown as Filter<T>;
}

/** The ids of an account's contacts behind a phone: `<accountId>/<phone>`, in the order of phones, and `0` follows `/`. */
export function idsOfAccount(account: AccountRef, afterPhone = ''): { $gt: string; $lt: string } {
  return { $gt: `${account.id}/${afterPhone}`, $lt: `${account.id}0` };
}

/** Whether conditions leave out more than a *has not* does, so that an index finds what they leave. */
export function doNarrow(conditions: ListConditions): boolean {
  return (
    wantedFacets(conditions).length > 0 || conditions.import !== undefined || searchWords(conditions.search).length > 0
  );
}

/**
 * All contacts of an account in the order of their ids, which is that of their phones, but for those that a *has not*
 * leaves out: read where they lie, without the way through another index.
 * @param afterPhone only those behind it; empty: all
 */
export function wholeAccountQuery<T extends Searchable = ContactRecord>(
  account: AccountRef,
  conditions: ListConditions,
  afterPhone: string,
): Filter<T> {
  const unwanted = unwantedFacets(conditions);
  return {
    _id: idsOfAccount(account, afterPhone),
    ...(unwanted.length > 0 && { facets: { $nin: unwanted } }),
  } as unknown as Filter<T>;
}

/** The facets of the *has* and *is* conditions. */
function wantedFacets({ tag, hasValue, value }: Conditions): string[] {
  return [...tag.map(facetForTag), ...hasValue.map(facetForValueName), ...value.map(valueFacet)];
}

/** The facets of the *has not* and *is not* conditions. A contact without a name counts as *is not*. */
function unwantedFacets({ notTag, notHasValue, notValue }: Conditions): string[] {
  return [...notTag.map(facetForTag), ...notHasValue.map(facetForValueName), ...notValue.map(valueFacet)];
}

function valueFacet(condition: string): string {
  const { name, value } = parseValueCondition(condition)!;
  return facetForValue(name, value);
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
