import {
  facetForImport,
  facetForTag,
  facetForValue,
  facetForValueName,
  MIN_PHONE_END_DIGITS,
  OPT_OUT_FACET,
  reversePhone,
  searchedPhones,
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
 * The account, for clauses that an index may bound: every index begins with the account, so a clause without it uses
 * none. `narrow` is for words that few contacts match, `others` for all other clauses. Some clause always contains the
 * account.
 */
interface Scope {
  narrow: { accountId?: string };
  others: { accountId?: string };
}

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
 * All other conditions: the facet that a contact has when the condition holds, or the clauses. `not`: the text with which
 * it holds for contacts without the facet. `narrows`: an index finds the matching contacts.
 */
const CLAUSES: Record<
  SingleCondition,
  { facet: (text: string) => string; not?: string } | { narrows: boolean; of: (text: string, scope: Scope) => Query[] }
> = {
  search: { narrows: true, of: searchClauses },
  import: { facet: facetForImport },
  updatedSince: { narrows: false, of: (time) => [{ updatedAt: { $gte: new Date(time) } }] },
  optedOut: { facet: () => OPT_OUT_FACET, not: 'no' },
};

/**
 * The MongoDB query for the contacts of one account that match the conditions.
 * @param first which of the {@link requiredFacets} comes first and so bounds the scan
 */
export function contactQuery<T extends Searchable = ContactRecord>(
  account: AccountRef,
  conditions: ListConditions,
  first?: string,
): Filter<T> {
  const ofAccount = { accountId: account.id };
  // When there are alternatives that each contain the account, another clause on it would let the planner scan the
  // whole account, or all contacts with a facet.
  const others = isNarrowSearch(conditions.search) ? {} : ofAccount;
  const scope: Scope = { narrow: ofAccount, others };
  const clauses = [...narrowingClauses(scope, conditions, first), ...otherClauses(scope, conditions)];
  if (others === ofAccount) clauses.unshift(ofAccount);
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
  return narrowingClauses({ narrow: {}, others: {} }, conditions).length > 0;
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
  const ofAccount = { accountId: account.id };
  const others = otherClauses({ narrow: ofAccount, others: ofAccount }, conditions);
  return { $and: [{ ...ofAccount, _id: idsOfAccount(account, afterPhone) }, ...others] };
}

/** The facets that all matching contacts have. */
export function requiredFacets(conditions: ListConditions): string[] {
  const joined = joinedFacets(conditions);
  const single = singleFacets(conditions, true);
  return [...new Set(areAlternatives(conditions, joined) ? single : [...joined, ...single])];
}

/** The facets that the conditions which may be given once want, or do not want. */
function singleFacets(conditions: ListConditions, wanted: boolean): string[] {
  return SINGLE_CONDITIONS.flatMap((name) => {
    const [text, condition] = [conditions[name], CLAUSES[name]];
    if (text === undefined || !('facet' in condition)) return [];
    return (text !== condition.not) === wanted ? condition.facet(text) : [];
  });
}

function narrowingClauses(scope: Scope, conditions: ListConditions, first?: string): Query[] {
  const clauses = singleClauses(scope, conditions, true);
  const joined = joinedFacets(conditions);
  if (areAlternatives(conditions, joined)) clauses.unshift({ ...scope.others, facets: { $in: joined } });
  const required = requiredFacets(conditions);
  if (first !== undefined) required.sort((a, b) => Number(b === first) - Number(a === first));
  if (required.length > 0) clauses.unshift({ ...scope.others, facets: { $all: required } });
  return clauses;
}

function joinedFacets(conditions: ListConditions): string[] {
  return JOINED_CONDITIONS.flatMap((name) => facetsFor(name, conditions[name]));
}

/** Whether a contact needs only one of these facets. */
function areAlternatives({ match }: ListConditions, joined: readonly string[]): boolean {
  return match === 'any' && joined.length > 1;
}

/** *is not* also matches a contact without a value of that name. */
function otherClauses(scope: Scope, conditions: ListConditions): Query[] {
  const joined = JOINED_CONDITIONS.flatMap((name) => facetsFor(name, conditions[CONDITIONS[name].not]));
  const unwanted = [...joined, ...singleFacets(conditions, false)];
  const clauses = singleClauses(scope, conditions, false);
  if (unwanted.length > 0) clauses.push({ facets: { $nin: unwanted } });
  return clauses;
}

/** @param texts missing in a filter that was stored before the condition existed */
function facetsFor(name: JoinedCondition, texts: readonly string[] = []): string[] {
  return texts.map(FACETS[name]);
}

function singleClauses(scope: Scope, conditions: ListConditions, narrows: boolean): Query[] {
  return SINGLE_CONDITIONS.flatMap((name) => {
    const [text, condition] = [conditions[name], CLAUSES[name]];
    if (text === undefined || 'facet' in condition || condition.narrows !== narrows) return [];
    return condition.of(text, scope);
  });
}

/** Every word. When the whole text may be a phone number, that number is an alternative to its words. */
function searchClauses(text: string, scope: Scope): Query[] {
  const words = searchWords(text);
  const numbers = otherNumbers(text);
  if (numbers.length === 0) return words.map((word) => wordClause(scope, word));
  // Fewest contacts match the longest word. Only its alternatives name the account, so the planner must use them.
  const [longest, ...others] = words.sort((a, b) => b.length - a.length);
  const rest = others.map((word) => wordClause({ narrow: {}, others: {} }, word));
  const byWords = wordAlternatives(scope.narrow, longest!).map((clause) =>
    rest.length > 0 ? { ...clause, $and: rest } : clause,
  );
  return [{ $or: [...numbers.flatMap((number) => phoneClauses(scope.narrow, number)), ...byWords] }];
}

/** The numbers that a search may mean, unless its only word says the same. */
function otherNumbers(search: string): string[] {
  const words = searchWords(search);
  return searchedPhones(search).filter((phone) => words.length > 1 || words[0] !== phone);
}

function isNarrowSearch(search: string): boolean {
  return searchWords(search).some(isNarrow) || otherNumbers(search).length > 0;
}

function wordClause(scope: Scope, word: string): Query {
  const [clause, ...others] = wordAlternatives(isNarrow(word) ? scope.narrow : scope.others, word);
  return others.length > 0 ? { $or: [clause!, ...others] } : clause!;
}

/** A word of the name begins with this word, or the phone number begins or ends with it. */
function wordAlternatives(account: { accountId?: string }, word: string): Query[] {
  const name: Query = { ...account, terms: { $elemMatch: prefixFilter(word) } };
  return isNumber(word) ? [name, ...phoneClauses(account, word)] : [name];
}

/** A phone number begins or ends with these digits. */
function phoneClauses(account: { accountId?: string }, digits: string): Query[] {
  const clauses: Query[] = [{ ...account, phone: prefixFilter(digits) }];
  if (digits.length >= MIN_PHONE_END_DIGITS) {
    clauses.push({ ...account, reversedPhone: prefixFilter(reversePhone(digits)) });
  }
  return clauses;
}

function isNumber(word: string): boolean {
  return /^\d+$/.test(word);
}

function isNarrow(word: string): boolean {
  return isNumber(word) && word.length >= NARROW_DIGITS;
}
