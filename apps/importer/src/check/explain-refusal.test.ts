import { fileError } from '#contact-rules';
import { expect, it } from 'vitest';
import { namingSheets, unknownFormat } from './explain-refusal.js';

const place = { row: 1, column: 'id' };
const dialect = { encoding: null, delimiter: null, sheet: 'Notes', sheets: ['Notes', 'Clients'], headerRow: 1 };

it('names the sheets of a workbook whose sheet has no contacts', () => {
  const found = fileError('missing_id_column/found', place, { found: 'Author, Date' });
  const names = { sheet: 'Notes', sheets: 'Notes, Clients', found: 'Author, Date' };
  expect(namingSheets(found, dialect)).toEqual(fileError('missing_id_column/sheet', place, names));
  const line = fileError('missing_id_column/line', place, { found: 'To whom it may concern' });
  expect(namingSheets(line, dialect)).toMatchObject({ with: { found: 'To whom it may concern' } });
  expect(namingSheets(found, { ...dialect, sheets: ['Notes'] })).toBe(found);
  const other = fileError('broken_workbook', {});
  expect(namingSheets(other, dialect)).toBe(other);
});

it.each([
  ['%PDF-1.7\n%x', '%PDF-1.7'],
  ['\n  <html lang="en">\n<body>', '<html lang="en">'],
  [`{"people": [${'1,'.repeat(500)}]}`, `{"people": [${'1,'.repeat(14)}…`],
])('shows how a file in no known format begins: %j', (text, start) => {
  expect(unknownFormat(Buffer.from(text))).toMatchObject({ code: 'unknown_format/begins', with: { start } });
});

it.each(['89504e470d0a1a0a0000000d49484452', '7f454c4602010100', ''])('does not show what is no text: %s', (hex) => {
  expect(unknownFormat(Buffer.from(hex, 'hex'))).toMatchObject({ code: 'unknown_format' });
});
