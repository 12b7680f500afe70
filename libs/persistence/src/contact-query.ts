import { facetForTag, facetForValue, facetForValueName, prefixRange, reversePhone, searchWords } from '#contact-rules';
import { parseValueCondition, type Conditions } from '#contracts';
import type { Filter } from 'mongodb';
import type { ContactRecord } from './schemas.js';
import type { AccountRef } from './scope.js';

type Query = Filter<ContactRecord>;

/** Digits a word needs before it is also looked for at the end of a phone number (product.md, "Finding contacts"). */
const MIN_DIGITS_FROM_END = 4;

/** The MongoDB query for the contacts of one account that meet the conditions. Every clause can use an index. */
export function contactQuery(account: AccountRef, conditions: Conditions): Query {
  const clauses: Query[] = [];
  const wanted = wantedFacets(conditions);
  const unwanted = unwantedFacets(conditions);
  if (wanted.length > 0) clauses.push({ facets: conditions.match === 'any' ? { $in: wanted } : { $all: wanted } });
  if (unwanted.length > 0) clauses.push({ facets: { $nin: unwanted } });
  for (const word of searchWords(conditions.search)) clauses.push(wordClause(word));
  return clauses.length === 0 ? { accountId: account.id } : { accountId: account.id, $and: clauses };
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

function wordClause(word: string): Query {
  const name: Query = { terms: { $elemMatch: range(word) } };
  if (!/^\d+$/.test(word)) return name;
  const alternatives: Query[] = [name, { phone: range(word) }];
  if (word.length >= MIN_DIGITS_FROM_END) alternatives.push({ reversedPhone: range(reversePhone(word)) });
  return { $or: alternatives };
}

function range(prefix: string): { $gte: string; $lt: string } {
  const { gte, lt } = prefixRange(prefix);
  return { $gte: gte, $lt: lt };
}
