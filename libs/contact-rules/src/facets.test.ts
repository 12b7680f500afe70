import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { FACET_BYTES, facetForTag, facetForValue, facetForValueName, facetsOf } from './facets.js';
import { fold } from './fold.js';
import { tidyText } from './text.js';

describe('facetsOf', () => {
  it('is what filters match', () => {
    const contact = { name: 'Jane', tags: ['Cat', 'É'], values: [{ name: 'City', value: 'LONDON' }] };
    expect(facetsOf(contact)).toEqual(['t:cat', 't:é', 'v:city', 'v:city=london']);
    expect(facetsOf(contact)).toEqual([
      facetForTag('CAT'),
      facetForTag('e\u0301'),
      facetForValueName(' city'),
      facetForValue('CITY', 'London '),
    ]);
  });

  it.each([
    [facetForValue('a=b', 'c'), 'v:a\\=b=c'],
    [facetForValue('a', 'b=c'), 'v:a=b=c'],
    [facetForValueName('a=b'), 'v:a\\=b'],
    [facetForValue('a', 'b'), 'v:a=b'],
    [facetForValue('a\\', 'b'), 'v:a\\\\=b'],
    [facetForValue('a\\=', 'b'), 'v:a\\\\\\==b'],
  ])('%s', (facet, expected) => expect(facet).toBe(expected));

  it('shortens long facets, and still distinguishes them', () => {
    const long = 'x'.repeat(4096);
    const facet = facetForTag(long);
    expect(facet).toMatch(/^t#x{32}#[\w-]{22}$/);
    expect(facetForTag(long.toUpperCase())).toBe(facet);
    expect(facetForTag(`${long.slice(1)}y`)).not.toBe(facet);
    expect(facetForValue('city', long)).not.toBe(facetForValue('town', long));
    expect(facetForValue(long, 'a')).not.toBe(facetForValueName(`${long}=a`));
    expect(facetForTag('x'.repeat(FACET_BYTES - 2))).toHaveLength(FACET_BYTES);
    expect(facetForTag('x'.repeat(FACET_BYTES - 1))).toMatch(/^t#/);
  });

  const text = fc.oneof(
    fc.string({ unit: fc.constantFrom('a', 'A', '=', '\\', '#', ':') }),
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme', minLength: 60, maxLength: 300 }),
  );

  it('is the same for the same conditions only, and short', () => {
    const condition = fc.oneof(
      fc.tuple(fc.constant('tag'), text),
      fc.tuple(fc.constant('name'), text),
      fc.tuple(fc.constant('value'), text, text),
    );
    type Condition = [string, string, string?];
    const facetFor = ([kind, one, other = '']: Condition) =>
      kind === 'tag' ? facetForTag(one) : kind === 'name' ? facetForValueName(one) : facetForValue(one, other);
    const meaning = (parts: Condition) => JSON.stringify(parts.map((part) => fold(tidyText(part ?? ''))));
    fc.assert(
      fc.property(condition, condition, (one, other) => {
        expect(facetFor(one) === facetFor(other)).toBe(meaning(one) === meaning(other));
        expect(Buffer.byteLength(facetFor(one))).toBeLessThanOrEqual(FACET_BYTES);
        expect(facetFor(one)).not.toMatch(/\p{Cs}/u);
      }),
      { numRuns: 2000 },
    );
  });
});
