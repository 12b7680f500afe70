import { listConditionsSchema, type ListConditionsInput } from '#contracts';
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { bothConditions } from './both-conditions.js';
import { matchesFilter } from './matches-filter.js';

const read = (input: ListConditionsInput) => listConditionsSchema.parse(input);
const IMPORT_ID = '0197c5a0-4444-7000-8000-000000000001';
const SINCE = '2026-11-22T10:15:00Z';

describe('bothConditions', () => {
  it.each<[string, ListConditionsInput, ListConditionsInput, ListConditionsInput | null]>([
    ['nothing and nothing', {}, {}, {}],
    ['a tag and nothing', { tag: ['dog'] }, {}, { tag: ['dog'] }],
    ['two tags', { tag: ['dog'] }, { tag: ['cat', 'dog'] }, { tag: ['dog', 'cat'] }],
    [
      'a not beside any',
      { tag: ['a', 'b'], match: 'any' },
      { notTag: ['c'] },
      { tag: ['a', 'b'], notTag: ['c'], match: 'any' },
    ],
    ['any of one is all', { tag: ['a'], match: 'any' }, { hasValue: ['city'] }, { tag: ['a'], hasValue: ['city'] }],
    ['any of several, and a tag', { tag: ['a', 'b'], match: 'any' }, { tag: ['c'] }, null],
    ['a value, and any of several', { value: ['city:Rome'] }, { hasValue: ['a', 'b'], match: 'any' }, null],
    ['a search on one side', { search: 'jane' }, { tag: ['a'] }, { search: 'jane', tag: ['a'] }],
    ['the same search twice', { search: 'jane' }, { search: 'jane' }, { search: 'jane' }],
    ['two searches', { search: 'jane' }, { search: 'smith' }, null],
    [
      'an import and a time',
      { tag: ['a'] },
      { import: IMPORT_ID, updatedSince: SINCE },
      { tag: ['a'], import: IMPORT_ID, updatedSince: SINCE },
    ],
    ['more than a filter holds', { tag: many('a') }, { tag: many('b') }, null],
  ])('%s', (_, one, other, both) => {
    expect(bothConditions(read(one), read(other))).toEqual(both && read(both));
  });

  it('finds what both find, and says null only where there is an "any" or a second search', () => {
    const few = <T>(item: fc.Arbitrary<T>) => fc.array(item, { maxLength: 2 });
    const word = fc.constantFrom('a', 'b', 'c');
    const conditions = fc
      .record({
        search: fc.constantFrom('', '', 'a', 'b'),
        tag: few(word),
        notTag: few(word),
        hasValue: few(word),
        notHasValue: few(word),
        match: fc.constantFrom('all' as const, 'any' as const),
      })
      .map(read);
    const contact = fc.record({
      phone: fc.constant('34600111222'),
      name: word,
      tags: fc.uniqueArray(word),
      values: fc.uniqueArray(word).map((names) => names.map((name) => ({ name, value: 'x' }))),
      updatedAt: fc.constant(new Date(SINCE)),
      lastImport: fc.constant(null),
    });
    fc.assert(
      fc.property(conditions, conditions, contact, (one, other, someone) => {
        const both = bothConditions(one, other);
        if (both)
          expect(matchesFilter(someone, both)).toBe(matchesFilter(someone, one) && matchesFilter(someone, other));
        else expect([one.match, other.match].includes('any') || one.search !== other.search).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});

/** As many tags as a filter may have. */
function many(prefix: string): string[] {
  return Array.from({ length: 50 }, (_, index) => `${prefix}${index}`);
}
