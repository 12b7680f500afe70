import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { constants, deflateRawSync } from 'node:zlib';
import { compileIfNeeded } from '../../../scripts/build.mjs';
import { bundled } from '../../support/bundled.js';
import { sheetXml, textRows, workbookEntries, type WorkbookParts } from '../../support/xlsx-bytes.js';
import { zipBytes, type ZipEntry } from '../../support/zip-bytes.js';

const MiB = 1024 * 1024;
/** The memory limit for the importer, whatever it reads. */
const MAX_MEGABYTES = 300;
/**
 * The limit for early refusals: almost nothing was kept in memory. A process that has read nothing takes 70, and
 * garbage is collected late.
 */
const NEXT_TO_NOTHING = 200;

const folder = mkdtempSync(path.join(tmpdir(), 'contacts-test-'));
let reader: string;
beforeAll(async () => {
  await compileIfNeeded();
  reader = await bundled('test/support/measure-reading.mjs');
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

interface Measured {
  rows: number;
  last: string[] | null;
  refusal: string | null;
  megabytes: number;
}

/** Reads a file in a separate process, which reports its memory. */
async function measure(bytes: Buffer): Promise<Measured> {
  const file = path.join(folder, 'file.xlsx');
  writeFileSync(file, bytes);
  const { stdout } = await promisify(execFile)(process.execPath, [reader, file], { env: {} });
  return JSON.parse(stdout) as Measured;
}

/** A part that starts with `start`, repeats `piece` for about `bytes` bytes, and ends with `end`. */
function longPart(name: string, [start, piece, end]: [string, string, string], bytes: number): ZipEntry {
  const block = Buffer.from(piece.repeat(Math.ceil((4 * MiB) / piece.length)));
  const times = Math.ceil(bytes / block.length);
  const packedBlock = deflateRawSync(block, { finishFlush: constants.Z_FULL_FLUSH });
  const head = deflateRawSync(Buffer.from(start), { finishFlush: constants.Z_FULL_FLUSH });
  const packed = Buffer.concat([
    head,
    ...Array.from({ length: times }, () => packedBlock),
    deflateRawSync(Buffer.from(end)),
  ]);
  return { name, content: '', packed, says: { size: start.length + times * block.length + end.length } };
}

function withPart(part: ZipEntry, parts: WorkbookParts = {}): Buffer {
  return zipBytes(workbookEntries(parts).map((entry) => (entry.name === part.name ? part : entry)));
}

const SHEET = 'xl/worksheets/sheet1.xml';
const STRINGS = 'xl/sharedStrings.xml';
const cut = (xml: string): [string, string] => {
  const [start, end] = xml.split('|');
  return [start!, end!];
};
const [sheetStart, sheetEnd] = cut(sheetXml('|'));
const [cellStart, cellEnd] = cut(sheetXml('<row><c t="inlineStr"><is><t>|</t></is></c></row>'));
const [attributeStart, attributeEnd] = cut(sheetXml('<row><c x="|"/></row>'));
const [formulaStart, formulaEnd] = cut(sheetXml('<row><c><f>|</f></c></row>'));
const [stringsStart, stringsEnd] = [
  '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">',
  '</sst>',
];
const FEW = 60 * MiB;
const MANY = 1900 * MiB;

/** A "billion laughs" attack. */
const LAUGHS =
  '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">' +
  Array.from({ length: 9 }, (_, i) => `<!ENTITY a${i + 1} "${`&a${i};`.repeat(10)}">`).join('') +
  `]>${sheetXml(textRows([['&a9;']])).replace(/<\?.*\?>/, '')}`;

describe('a bomb is refused early and with little memory', () => {
  it.each<[string, string, () => Buffer]>([
    [
      'a sheet of blank rows',
      'workbook_too_complex',
      () => withPart(longPart(SHEET, [sheetStart, '<row/>', sheetEnd], MANY)),
    ],
    ['a sheet of one cell', 'workbook_too_complex', () => withPart(longPart(SHEET, [cellStart, 'x', cellEnd], MANY))],
    [
      'shared texts',
      'workbook_too_complex',
      () => withPart(longPart(STRINGS, [stringsStart, '<si><t>x</t></si>', stringsEnd], MANY)),
    ],
    ['styles', 'workbook_too_complex', () => withPart(longPart('xl/styles.xml', ['<x>', '<xf/>', '</x>'], FEW))],
    [
      'a list of sheets',
      'workbook_too_complex',
      () => withPart(longPart('xl/workbook.xml', ['<x>', '<sheet/>', '</x>'], FEW)),
    ],
    [
      'more than may be unpacked',
      'workbook_too_large',
      () => withPart({ name: SHEET, content: 'x', says: { size: 3000 * MiB } }),
    ],
    [
      'less than it unpacks to',
      'broken_workbook',
      () => withPart({ ...longPart(SHEET, [sheetStart, '<row/>', sheetEnd], MANY), says: { size: 5000 } }),
    ],
    [
      'too many entries',
      'workbook_too_complex',
      () =>
        zipBytes([
          ...workbookEntries({}),
          ...Array.from({ length: 20_000 }, (_, i) => ({ name: `xl/${i}`, content: '' })),
        ]),
    ],
    [
      'entries with long names',
      'workbook_too_complex',
      () => zipBytes(Array.from({ length: 2000 }, (_, i) => ({ name: `${i}`.padEnd(10_000, 'x'), content: '' }))),
    ],
    ['one giant cell', 'row_too_large', () => withPart(longPart(SHEET, [cellStart, 'x', cellEnd], FEW))],
    [
      'one giant cell of line breaks',
      'row_too_large',
      () => withPart(longPart(SHEET, [cellStart, '\n', cellEnd], FEW)),
    ],
    ['one giant cell of entities', 'row_too_large', () => withPart(longPart(SHEET, [cellStart, '&lt;', cellEnd], FEW))],
    ['one giant cell of runs', 'row_too_large', () => withPart(longPart(SHEET, [cellStart, 'x</t><t>', cellEnd], FEW))],
    [
      'one giant row',
      'row_too_large',
      () =>
        withPart(
          longPart(SHEET, [sheetStart.concat('<row>'), '<c r="A1" t="s"><v>0</v></c>', `</row>${sheetEnd}`], FEW),
          { strings: [`<t>${'x'.repeat(900_000)}</t>`] },
        ),
    ],
    [
      'one giant shared text',
      'row_too_large',
      () => withPart(longPart(STRINGS, [`${stringsStart}<si><t>`, 'x', `</t></si>${stringsEnd}`], FEW)),
    ],
    ['one giant formula', 'row_too_large', () => withPart(longPart(SHEET, [formulaStart, 'x', formulaEnd], FEW))],
    ['one giant attribute', 'row_too_large', () => withPart(longPart(SHEET, [attributeStart, 'x', attributeEnd], FEW))],
    [
      'one giant comment',
      'row_too_large',
      () => withPart(longPart(SHEET, [`${sheetStart}<!--`, 'x', `-->${sheetEnd}`], FEW)),
    ],
    ['one giant name', 'row_too_large', () => withPart(longPart(SHEET, [`${sheetStart}<`, 'x', `/>${sheetEnd}`], FEW))],
    [
      'elements nested without end',
      'broken_workbook',
      () => withPart(longPart(SHEET, [sheetStart, '<a>', sheetEnd], FEW)),
    ],
    ['entities in entities', 'broken_workbook', () => withPart({ name: SHEET, content: LAUGHS })],
    [
      'a giant document type',
      'row_too_large',
      () => withPart(longPart(SHEET, ['<!DOCTYPE x [', '<!ENTITY a "a">', ']><x/>'], FEW)),
    ],
    [
      'rows that reach far to the right',
      'too_many_columns',
      () => withPart(longPart(SHEET, [sheetStart, '<row><c r="XFD"><v>1</v></c></row>', sheetEnd], FEW)),
    ],
  ])(
    '%s',
    async (_, code, bomb) => {
      const { refusal, megabytes } = await measure(bomb());
      expect(refusal).toBe(code);
      expect(megabytes).toBeLessThan(NEXT_TO_NOTHING);
    },
    30_000,
  );
});

describe('a large workbook is read in bounded memory', () => {
  const count = (part: ZipEntry, content: Buffer): ZipEntry => ({ name: part.name, content });

  it('with more shared texts than fit', async () => {
    const texts = 2_000_000;
    const pieces = Array.from({ length: texts }, (_, i) => `<si><t>Contact number ${i}</t></si>`);
    const content = Buffer.from(stringsStart + pieces.join('') + stringsEnd);
    const rows = Array.from({ length: 2000 }, (_, i) => `<row><c t="s"><v>${(i * 7919 * 131) % texts}</v></c></row>`);
    const last = `<row><c t="s"><v>${texts - 1}</v></c><c t="s"><v>0</v></c></row>`;
    const bytes = withPart(count({ name: STRINGS, content }, content), { rows: rows.join('') + last });
    const result = await measure(bytes);
    expect(result).toMatchObject({
      refusal: null,
      rows: 2001,
      last: [`Contact number ${texts - 1}`, 'Contact number 0'],
    });
    expect(result.megabytes).toBeLessThan(MAX_MEGABYTES);
  }, 120_000);

  it('with a sheet that is repetitive, sparse and styled all over', async () => {
    const row = `<row>${'<c s="1"/>'.repeat(60)}<c t="inlineStr"><is><t>same</t></is></c></row>`;
    const content = Buffer.from(sheetXml(row.repeat(Math.ceil((70 * MiB) / row.length))));
    const result = await measure(withPart({ name: SHEET, content }));
    expect(result).toMatchObject({ refusal: null, last: Array.from({ length: 10 }, () => '') });
    expect(result.megabytes).toBeLessThan(MAX_MEGABYTES);
  }, 120_000);
});
