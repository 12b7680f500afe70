import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { fold } from './fold.js';
import { joinTags, parseTags } from './tags.js';

describe('parseTags', () => {
  it.each<[string, string[]]>([
    ['cat, dog', ['cat', 'dog']],
    ['cat,dog,', ['cat', 'dog']],
    [' VIP ', ['VIP']],
    ['Cat, cat ,CAT', ['Cat']],
    ['café, cafe\u0301, cafe', ['café', 'cafe']],
    [', ,,', []],
    [' ', []],
    ['', []],
    ['a b, c;d', ['a b', 'c;d']],
    ['__proto__, constructor', ['__proto__', 'constructor']],
    ['"new client","vip"', ['new client', 'vip']],
    [' "VIP" , vip, " a " ', ['VIP', 'a']],
    ['"", " ", a', ['a']],
    ['"say ""hi""", b', ['say "hi"', 'b']],
    ['"a, b","c"', ['a, b', 'c']],
    ['12" pipe, say "hi"', ['12" pipe', 'say "hi"']],
    ['"a" b, "c, d', ['"a" b', '"c', 'd']],
  ])('%j', (cell, tags) => expect(parseTags(cell)).toEqual(tags));

  it('gives distinct tags that come back through a cell', () => {
    const cell = fc.array(
      fc.oneof(fc.constantFrom(',', ' ', '"', '""', 'A', 'a', 'ß', 'SS'), fc.string({ unit: 'binary' })),
    );
    fc.assert(
      fc.property(cell, (parts) => {
        const tags = parseTags(parts.join(''));
        expect(new Set(tags.map(fold)).size).toBe(tags.length);
        fc.pre(!tags.some((tag) => tag.includes(',')));
        expect(parseTags(joinTags(tags))).toEqual(tags);
      }),
    );
  });
});
