import { importOptionsSchema } from '#contracts';
import { expect, it } from 'vitest';
import { createHash } from 'node:crypto';
import { fingerprintOf } from './upload-keys.js';

const of = (options: object) => fingerprintOf({ accountId: 'a', options: importOptionsSchema.parse(options) }, 'file');

it('is that of the build before for an upload that does not state what blank columns do', () => {
  const before = ['file', 'a', 'blankCells', 'keep', 'blankColumns', 'clear', 'start', 'auto', 'tagsMode', 'replace'];
  expect(of({})).toBe(createHash('sha256').update(before.join('\n')).digest('hex'));
});

it('differs for every mapping', () => {
  const mapping = (column: string) => [
    { column, kind: 'id' },
    { column: 'who', kind: 'name' },
  ];
  expect(new Set([of({}), of({ mapping: mapping('a') }), of({ mapping: mapping('b') })]).size).toBe(3);
  expect(of({ mapping: mapping('a') })).toBe(of({ mapping: mapping('a') }));
});

it('differs for every way to treat blank columns', () => {
  expect(new Set(['ask', 'clear', 'keep'].map((blankColumns) => of({ blankColumns }))).size).toBe(3);
});
