import { expect, it } from 'vitest';
import { Readable } from 'node:stream';
import { cellsOf, rejectionOf, rowOf, toRecord, toRejectedRecord } from './checked-objects.js';
import { readRecords, type ObjectRecord } from './read-records.js';

const texts = [toRecord(2, ['1', 'a\nb']), toRecord(30, ['', 'é👩']), toRecord(4_000_000_000, ['x', ''])];

it.each([1, 2, 3, 7, 100])('finds records and their bytes in chunks of %d', async (size) => {
  const bytes = Buffer.from(texts.join(''));
  const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
    bytes.subarray(i * size, (i + 1) * size),
  );
  const found: ObjectRecord[] = [];
  for await (const batch of readRecords(Readable.from(chunks), 10)) found.push(...batch);
  expect(found.map(({ text }) => [rowOf(text), cellsOf(text)])).toEqual([
    [2, ['1', 'a\nb']],
    [30, ['', 'é👩']],
    [4_000_000_000, ['x', '']],
  ]);
  expect(found[0]!.from).toBe(10);
  for (const [index, { from, to }] of found.entries()) {
    expect(bytes.subarray(from - 10, to - 10).toString()).toBe(texts[index]);
  }
});

it('keeps whatever a rejected row holds', () => {
  const cells = ['\x1e', '\x1f', '"', '\ud800', '\0'];
  const record = toRejectedRecord(7, { code: 'name_missing' }, cells);
  expect(record.indexOf('\x1e')).toBe(record.length - 1);
  expect(rowOf(record)).toBe(7);
  expect(rejectionOf(record.slice(0, -1))).toEqual({ reason: { code: 'name_missing' }, cells });
});
