import { describe, expect, it } from 'vitest';
import { readIfMatch } from './revision-tag.js';

describe('If-Match', () => {
  it.each<[string | undefined, number[] | null]>([
    [undefined, null],
    ['*', null],
    ['"3"', [3]],
    ['"3", "5"', [3, 5]],
    ['W/"3"', []],
    ['3', []],
    ['"0"', []],
    ['"abc"', []],
    ['', []],
  ])('%j allows the revisions %j', (header, revisions) => expect(readIfMatch(header)).toEqual(revisions));
});
