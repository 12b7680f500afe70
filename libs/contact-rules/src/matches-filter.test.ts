import { conditionsSchema, listConditionsSchema } from '#contracts';
import type { ConditionsInput, ListConditionsInput } from '#contracts';
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { facetForTag, facetForValue, facetForValueName, facetsOf } from './facets.js';
import { matchesFilter } from './matches-filter.js';

const FIRST_IMPORT = '0197c5a0-4444-7000-8000-000000000001';
const SECOND_IMPORT = '0197c5a0-4444-7000-8000-000000000002';

const contact = (phone: string, name: string, tags: string[], values: Record<string, string> = {}) => ({
  phone,
  name,
  tags,
  values: Object.entries(values).map(([key, value]) => ({ name: key, value })),
  updatedAt: new Date('2026-11-22T10:15:00Z'),
  lastImport: { id: FIRST_IMPORT },
});
const smith = contact('44687985632', 'Jane Smith', ['cat', 'dog'], { gender: 'female', city: 'london' });
const thomas = contact('44986523145', 'Jane Thomas', ['dog'], { gender: 'female', city: 'manchester' });
const man = contact('44687985633', 'Jane Doe', ['dog'], { gender: 'Male' });
const someJane = contact('44687985634', 'Jané Roe', ['Dog']);
const bob = {
  ...contact('34600111222', 'Bob', []),
  updatedAt: new Date('2026-11-22T10:15:00.001Z'),
  lastImport: { id: SECOND_IMPORT },
};
const edited = { ...smith, name: 'Nobody', tags: [], values: [], lastImport: null };

const everybody = [smith, thomas, man, someJane, bob];

const found = (conditions: ListConditionsInput) =>
  everybody.filter((one) => matchesFilter(one, listConditionsSchema.parse(conditions))).map(({ name }) => name);

describe('matchesFilter', () => {
  it.each<[string, ListConditionsInput, string[]]>([
    ['nothing asked', {}, ['Jane Smith', 'Jane Thomas', 'Jane Doe', 'Jané Roe', 'Bob']],
    [
      'Jane, dog, not male',
      { search: 'Jane', tag: ['dog'], notValue: ['gender:male'] },
      ['Jane Smith', 'Jane Thomas', 'Jané Roe'],
    ],
    ['starts of words, in any order', { search: 'SM jan' }, ['Jane Smith']],
    ['not the middle of a word', { search: 'ith' }, []],
    ['the start of a phone', { search: '34' }, ['Bob']],
    ['the end of a phone', { search: '1222' }, ['Bob']],
    ['an end of three digits', { search: '222' }, []],
    ['the middle of a phone', { search: '6001' }, []],
    ['a name and a phone', { search: '4468 jane 5633' }, ['Jane Doe']],
    ['a number as people write it', { search: '+34 600 111 222' }, ['Bob']],
    ['a link', { search: 'https://wa.me/34600111222' }, ['Bob']],
    ['a 0 in brackets', { search: '+44 (0)687 985 632' }, ['Jane Smith']],
    ['a number without its country', { search: '600 11 12 22' }, ['Bob']],
    ['the start of a number', { search: '+44 687 98' }, ['Jane Smith', 'Jane Doe', 'Jané Roe']],
    ['the start and the end, as before', { search: '4498 3145' }, ['Jane Thomas']],
    ['a number and a tag', { search: '+34 600 111 222', tag: ['dog'] }, []],
    ['no words', { search: '!?' }, ['Jane Smith', 'Jane Thomas', 'Jane Doe', 'Jané Roe', 'Bob']],
    ['two tags', { tag: ['dog', 'CAT'] }, ['Jane Smith']],
    ['any of two', { tag: ['cat'], value: ['city:Manchester'], match: 'any' }, ['Jane Smith', 'Jane Thomas']],
    ['any, and a not', { tag: ['cat'], hasValue: ['city'], notTag: ['cat'], match: 'any' }, ['Jane Thomas']],
    ['any, and a search', { tag: ['cat', 'dog'], search: 'doe', match: 'any' }, ['Jane Doe']],
    ['any of nothing', { notTag: ['dog'], match: 'any' }, ['Bob']],
    ['has a value', { hasValue: ['CITY'] }, ['Jane Smith', 'Jane Thomas']],
    ['has no value', { notHasValue: ['gender'] }, ['Jané Roe', 'Bob']],
    ['is', { value: ['Gender:FEMALE', 'city:london'] }, ['Jane Smith']],
    ['is not', { notValue: ['gender:female'] }, ['Jane Doe', 'Jané Roe', 'Bob']],
    ['outer spaces', { value: [' gender : male '] }, ['Jane Doe']],
    ['nobody', { tag: ['cat'], notTag: ['cat'] }, []],
    ['what an import did', { import: FIRST_IMPORT, search: 'doe' }, ['Jane Doe']],
    ['what another import has taken', { import: SECOND_IMPORT }, ['Bob']],
    ['an import, and any of two', { import: SECOND_IMPORT, tag: ['cat', 'dog'], match: 'any' }, []],
    ['at or after a time', { updatedSince: '2026-11-22T11:15:00+01:00', tag: ['cat'] }, ['Jane Smith']],
    ['after a time', { updatedSince: '2026-11-22T10:15:00.001Z' }, ['Bob']],
    ['a time, and any of two', { updatedSince: '2026-11-23T00:00:00Z', tag: ['cat', 'dog'], match: 'any' }, []],
    ['a name that JavaScript uses', { hasValue: ['constructor', '__proto__'], match: 'any' }, []],
  ])('%s', (_, conditions, names) => expect(found(conditions)).toEqual(names));

  it('does not match a contact that no import wrote', () => {
    expect(matchesFilter(edited, listConditionsSchema.parse({ import: FIRST_IMPORT }))).toBe(false);
  });

  it.each([
    [undefined, 'no'],
    [null, 'no'],
    [{ scope: 'account' as const }, 'yes'],
    [{ scope: 'organisation' as const }, 'yes'],
  ])('finds a contact with the mark %j only with optedOut=%s', (optOut, answer) => {
    for (const optedOut of ['yes', 'no'] as const)
      expect(matchesFilter({ ...bob, optOut }, listConditionsSchema.parse({ optedOut }))).toBe(optedOut === answer);
  });

  it('agrees with facets', () => {
    const word = fc.constantFrom('a', 'A', 'b=c', 'é', 'e\u0301', 'x'.repeat(300), `${'x'.repeat(299)}X`);
    const values = fc.uniqueArray(fc.record({ name: word, value: word }), { selector: ({ name }) => name });
    fc.assert(
      fc.property(fc.uniqueArray(word), values, word, word, (tags, own, one, other) => {
        const someone = { ...bob, tags, values: own.slice(0, 1) };
        const facets = facetsOf(someone);
        const matches = (conditions: ConditionsInput) => matchesFilter(someone, conditionsSchema.parse(conditions));
        expect(matches({ tag: [one] })).toBe(facets.includes(facetForTag(one)));
        expect(matches({ hasValue: [one] })).toBe(facets.includes(facetForValueName(one)));
        expect(matches({ value: [`${one}:${other}`] })).toBe(facets.includes(facetForValue(one, other)));
        expect(matches({ notValue: [`${one}:${other}`] })).toBe(!facets.includes(facetForValue(one, other)));
      }),
    );
  });
});
