import { describe, expect, it } from 'vitest';
import xlsx from '@e965/xlsx';
import fc from 'fast-check';
import Papa from 'papaparse';
import { ColumnLeftBlankError, ExportColumns, type ExportedContact } from './export-columns.js';
import { exportFileTypes } from './file-types.js';

type Format = keyof typeof exportFileTypes;

const VALUE_NAMES = ['city', 'a,b', 'say "x"', '<b>&amp;'];
/** Texts that CSV quotes, XML escapes, Excel unescapes, spreadsheets run, or careless readers trim. */
const PIECES = ['"', ',', ';', '\r\n', '\n', '\r', ' ', '\t', '=1+1', "'", '&', '&amp;', '<b>', ']]>', '_x000D_', '_x'];
const PLAIN = ['a', 'é', '李', '😀', '\u00a0', '0', '1e5', 'TRUE', '2026-11-29'];

const text = fc.array(fc.constantFrom(...PIECES, ...PLAIN), { minLength: 1, maxLength: 5 }).map((few) => few.join(''));
const contact: fc.Arbitrary<ExportedContact> = fc.record({
  phone: fc.integer({ min: 1_000_000, max: 999_999_999 }).map((digits) => `34${digits}`),
  name: text,
  tags: fc.array(text, { maxLength: 2 }),
  values: fc
    .subarray(VALUE_NAMES)
    .chain((names) => fc.tuple(...names.map((name) => text.map((value) => ({ name, value }))))),
});
/** The last contact has every value, so that no column is blank. */
const contacts = fc
  .array(contact, { maxLength: 6 })
  .map((few) => [
    ...few,
    { phone: '44', name: 'Z', tags: [], values: VALUE_NAMES.map((name) => ({ name, value: 'v' })) },
  ]);

async function write(format: Format, all: readonly ExportedContact[], size = 2, names = VALUE_NAMES): Promise<Buffer> {
  async function* batches() {
    for (let from = 0; from < all.length; from += size) yield await Promise.resolve(all.slice(from, from + size));
  }
  const chunks: Buffer[] = [];
  for await (const chunk of exportFileTypes[format].write(new ExportColumns(names), batches())) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Third-party readers. */
const READERS: Record<Format, (bytes: Buffer) => string[][]> = {
  csv: (bytes) => Papa.parse<string[]>(bytes.toString('utf8').slice(1).replace(/\r\n$/, ''), { newline: '\r\n' }).data,
  xlsx: (bytes) => {
    const { Sheets, SheetNames } = xlsx.read(bytes);
    return xlsx.utils.sheet_to_json<string[]>(Sheets[SheetNames[0]!]!, { header: 1, defval: '', raw: true });
  },
};

/** SheetJS removes the carriage return from a line end. */
const asSheetJsReads = (cell: string) => cell.replaceAll('\r\n', '\n');

describe('the file of a download', () => {
  it.each(['csv', 'xlsx'] as const)(
    'as %s holds every cell as it is, for a reader that is not ours',
    async (format) => {
      await fc.assert(
        fc.asyncProperty(contacts, async (all) => {
          const columns = new ExportColumns(VALUE_NAMES);
          const expected = [columns.header, ...all.map((one) => columns.row(one))];
          const read = READERS[format](await write(format, all));
          expect(read).toEqual(format === 'csv' ? expected : expected.map((cells) => cells.map(asSheetJsReads)));
        }),
        { numRuns: 100 },
      );
    },
  );

  it('as csv is UTF-8 with a byte order mark and CR LF, and only cells that need quotes have them', async () => {
    const values = [{ name: 'city', value: ' London' }];
    const jane = { phone: '44687985632', name: 'Jane "J" Smith', tags: ['cat', 'dog'], values };
    expect((await write('csv', [jane], 1, ['city'])).toString('utf8')).toBe(
      '\uFEFFid,name,tags,city\r\n44687985632,"Jane ""J"" Smith","cat, dog"," London"\r\n',
    );
  });

  it.each(['csv', 'xlsx'] as const)('as %s does not depend on how the contacts come in batches', async (format) => {
    const all = fc.sample(contacts, { numRuns: 1, seed: 3 })[0]!;
    const read = async (size: number) => READERS[format](await write(format, all, size));
    expect(await read(1)).toEqual(await read(100));
  });

  it.each(['csv', 'xlsx'] as const)('as %s without contacts is only a header', async (format) => {
    expect(READERS[format](await write(format, [], 1, []))).toEqual([['id', 'name', 'tags']]);
  });

  it.each(['csv', 'xlsx'] as const)('as %s fails at its end when a column stayed blank', async (format) => {
    const nobody = { phone: '44', name: 'Z', tags: [], values: [] };
    await expect(write(format, [nobody], 1, ['city'])).rejects.toThrow(ColumnLeftBlankError);
  });
});
