import { defaultLimits } from '#contracts';
import { expect, it } from 'vitest';
import fc from 'fast-check';
import { isBlankRow } from './blank-cells.js';
import type { ContactState } from './contact-state.js';
import { guardCell } from './formula-guard.js';
import { mergeStatement } from './merge-statement.js';
import { readHeader } from './read-header.js';
import { readRow } from './read-row.js';
import { joinTags } from './tags.js';

const limits = { ...defaultLimits, cellBytes: 60, nameCharacters: 20, tagsPerContact: 5 };
const risky = fc.constantFrom(
  "'",
  '=',
  '+',
  '-',
  '@',
  '\t',
  '\r',
  '\n',
  ' ',
  '\u00a0',
  '\ufeff',
  ',',
  '"',
  'a',
  'é',
  '🎉',
  '\u0000',
);
const cell = fc.oneof(fc.string({ unit: risky, maxLength: 12 }), fc.string({ unit: 'binary', maxLength: 30 }));
const options = fc.record({
  blankCells: fc.constantFrom('keep' as const, 'clear' as const),
  tagsMode: fc.constantFrom('replace' as const, 'add' as const),
});

/** The header and the row of a download with only this contact. */
function download(contact: ContactState): [string[], string[]] {
  const names = contact.values.map(({ name }) => guardCell(name));
  const values = contact.values.map(({ value }) => guardCell(value));
  return [
    ['id', 'name', 'tags', ...names],
    ['34600111222', guardCell(contact.name), guardCell(joinTags(contact.tags)), ...values],
  ];
}

it('everything that an import accepts is unchanged in a download, and importing that changes nothing', () => {
  let taken = 0;
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { maxLength: 3 }), cell, cell, options, (columns, name, tags, by) => {
      const header = readHeader(['id', 'name', 'tags', ...columns.map(([title]) => title)], limits);
      if (!header.ok) return;
      const cells = ['34600111222', name, tags, ...columns.map(([, value]) => value)];
      expect(isBlankRow(cells)).toBe(false);
      const row = readRow(header.columns, cells, 2, limits, by);
      if (!row.ok) return;
      const first = mergeStatement(null, row.statement, by, limits);
      if (first.outcome === 'rejected') throw new Error('a single row within the limits exceeds them');
      taken++;

      const [titles, texts] = download(first.state);
      const again = readHeader(titles, limits);
      if (!again.ok) throw new Error(again.error.code);
      const back = readRow(again.columns, texts, 2, limits, by);
      if (!back.ok) throw new Error(back.code);
      expect(mergeStatement(first.state, back.statement, by, limits)).toEqual({
        outcome: 'unchanged',
        state: first.state,
      });
      expect(mergeStatement(null, back.statement, by, limits)).toEqual({ outcome: 'created', state: first.state });
    }),
    { numRuns: 3000 },
  );
  expect(taken).toBeGreaterThan(500);
});
