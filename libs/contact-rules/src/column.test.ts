import { describe, expect, it } from 'vitest';
import { columnKind, columnLetters } from './column.js';

describe('columnKind', () => {
  it.each([
    ['id', 'id'],
    ['ID', 'id'],
    ['Name', 'name'],
    ['TAGS', 'tags'],
    ['opt_out', 'optOut'],
    ['Opt_Out', 'optOut'],
    ['opt out', 'value'],
    ['import_row', 'ignored'],
    ['Import_Error', 'ignored'],
    ['city', 'value'],
    ['ids', 'value'],
    ['__proto__', 'value'],
    ['constructor', 'value'],
  ])('%s: %s', (name, kind) => expect(columnKind(name)).toBe(kind));
});

it.each([
  [0, 'A'],
  [25, 'Z'],
  [26, 'AA'],
  [701, 'ZZ'],
  [702, 'AAA'],
  [16383, 'XFD'],
])('column %d is %s', (index, letters) => expect(columnLetters(index)).toBe(letters));
