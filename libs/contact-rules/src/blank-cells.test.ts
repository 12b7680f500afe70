import { defaultLimits } from '#contracts';
import { describe, expect, it } from 'vitest';
import { isBlankRow, noteFilledColumns } from './blank-cells.js';
import { readHeader } from './read-header.js';

describe('isBlankRow', () => {
  it.each<[string[], boolean]>([
    [[], true],
    [[''], true],
    [['', ' ', '\u00a0\t'], true],
    [['', 'x'], false],
    [['', "'"], false],
  ])('%j: %s', (cells, blank) => expect(isBlankRow(cells)).toBe(blank));
});

describe('noteFilledColumns', () => {
  it('leaves columns false that no row has filled', () => {
    const header = readHeader(['id', 'name', 'a', '', 'b', 'c'], defaultLimits);
    if (!header.ok) throw new Error('a good header');
    const filled = header.columns.map(() => false);
    for (const cells of [['1', 'Jane', ' '], ['', '', '', '', '', 'x', 'y'], []]) {
      noteFilledColumns(header.columns, cells, filled);
    }
    expect(filled).toEqual([true, true, false, false, false, true]);
  });
});
