import { expect, it } from 'vitest';
import { CellSink } from './cell-sink.js';

it('gives cells in the order of the sheet, whatever order they came in', () => {
  const sink = new CellSink();
  sink.add(2, 0, { t: 'n', v: 1.5, z: 'yyyy' });
  sink.add(0, 300, { t: 's', v: 'far' });
  sink.add(0, 1, { t: 's', v: 'first' });
  sink.add(65_535, 0, { t: 'b', v: true });
  sink.add(0, 1, { t: 's', v: 'last' });
  sink.add(1, 0, { t: 'e', v: 42 });
  sink.add(1, 1, { t: 's', v: '' });
  sink.add(1, 2, { t: 'z' });
  expect([...sink.cells()].map(({ row, column, value }) => [row, column, value])).toEqual([
    [0, 1, { kind: 'text', text: 'first' }],
    [0, 1, { kind: 'text', text: 'last' }],
    [0, 300, { kind: 'text', text: 'far' }],
    [1, 0, { kind: 'error', code: 42 }],
    [2, 0, { kind: 'number', number: 1.5, format: { kind: 'date', hasDate: true, decimals: 0 } }],
    [65_535, 0, { kind: 'boolean', isTrue: true }],
  ]);
});

it('holds more cells than one piece', () => {
  const sink = new CellSink();
  for (let i = 0; i < 200_000; i++) sink.add(i >> 2, i & 3, { t: 'n', v: i });
  let i = 0;
  for (const { row, column, value } of sink.cells()) {
    if (row !== i >> 2 || column !== (i & 3) || value.kind !== 'number' || value.number !== i) break;
    i++;
  }
  expect(i).toBe(200_000);
});
