import { importOptionsSchema } from '#contracts';
import { expect, it } from 'vitest';
import { withReading } from './with-reading.js';

const mapping = [
  { column: 'Cel', kind: 'id' },
  { column: 'Quién', kind: 'name' },
];
const options = importOptionsSchema.parse({
  start: 'confirm',
  mapping,
  sheet: 'A',
  headerRow: 2,
  defaultCountry: 'ES',
});

it('replaces all that says how a file is read, and nothing else', () => {
  const { mapping: _, sheet, headerRow, defaultCountry, ...others } = options;
  expect(withReading(options, { encoding: 'utf-8' })).toEqual({ ...others, encoding: 'utf-8' });
});

it.each([
  { sheet: 'A', headerRow: 2 },
  { sheet: 'A', headerRow: 2, defaultCountry: 'PT' },
])('keeps what the columns become where they stay: %j', (reading) =>
  expect(withReading(options, reading).mapping).toEqual(options.mapping),
);
