import { describe, expect, it } from 'vitest';
import { defaultLimits, type ImportReading } from '#contracts';
import { readXlsx } from '../../../apps/importer/src/readers/read-xlsx.js';
import { fileOf, readRows } from '../../support/read-rows.js';
import {
  DECLARATION,
  sheetXml,
  textRows,
  workbookEntries,
  xlsxBytes,
  type WorkbookParts,
} from '../../support/xlsx-bytes.js';
import { zipBytes, type ZipEntry } from '../../support/zip-bytes.js';

const JANE = [
  ['id', 'name'],
  ['44687985632', 'Jane'],
];
const jane: WorkbookParts = {
  rows: '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row><row><c><v>44687985632</v></c><c t="s"><v>2</v></c></row>',
  strings: ['<t>id</t>', '<t>name</t>', '<t>Jane</t>'],
};
const TYPES = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const STRICT = 'http://purl.oclc.org/ooxml';

/** The entries of Jane's workbook after a change. */
function changed(change: (entry: ZipEntry) => Partial<ZipEntry> | null, parts: WorkbookParts = {}): ZipEntry[] {
  return workbookEntries({ ...jane, ...parts }).map((entry) => ({ ...entry, ...change(entry) }));
}

const replaced = (name: string, content: string | Buffer) =>
  changed((entry) => (entry.name === name ? { content } : null));

/** Replaces every element name such as `<c>` by `<x:c>`. */
function prefixed(xml: string): string {
  return xml.replace(/<(\/?)(?=[a-z])/gi, '<$1x:').replace('xmlns=', 'xmlns:x=');
}

describe('a workbook is read', () => {
  it.each<[string, Buffer]>([
    ['as Excel writes it', xlsxBytes(jane)],
    ['with its parts in any order', zipBytes(workbookEntries(jane).reverse())],
    ['with parts that are not compressed', zipBytes(changed(() => ({ isStored: true })))],
    ['with names of parts in other letters', zipBytes(changed(({ name }) => ({ name: name.toUpperCase() })))],
    ['with backslashes in the names of parts', zipBytes(changed(({ name }) => ({ name: name.replaceAll('/', '\\') })))],
    ['without the relationships of the package', zipBytes(workbookEntries(jane).slice(1))],
    ['without styles', zipBytes(workbookEntries(jane).filter(({ name }) => name !== 'xl/styles.xml'))],
    [
      'with a prefix on every name',
      zipBytes(
        changed(({ name, content }) => (name.endsWith('.rels') ? null : { content: prefixed(String(content)) })),
      ),
    ],
    [
      'in the strict edition of the standard',
      zipBytes(
        changed(({ content }) => ({
          content: String(content)
            .replaceAll('http://schemas.openxmlformats.org/spreadsheetml/2006/main', `${STRICT}/spreadsheetml/main`)
            .replaceAll(TYPES, `${STRICT}/officeDocument/relationships`),
        })),
      ),
    ],
    [
      'with the name space declared on each row',
      zipBytes(
        replaced(
          'xl/worksheets/sheet1.xml',
          prefixed(sheetXml(textRows(JANE)))
            .replace('xmlns:x=', 'xmlns:y="other" xmlns:x=')
            .replaceAll(
              '<x:row>',
              '<y:row><y:c/></y:row><row xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">',
            )
            .replaceAll('</x:row>', '</row>'),
        ),
      ),
    ],
    [
      'in UTF-16',
      zipBytes(
        replaced(
          'xl/worksheets/sheet1.xml',
          Buffer.from(`\ufeff${sheetXml(textRows(JANE)).replace('UTF-8', 'UTF-16')}`, 'utf16le'),
        ),
      ),
    ],
    ['with a byte order mark', zipBytes(replaced('xl/worksheets/sheet1.xml', `\ufeff${sheetXml(textRows(JANE))}`))],
    [
      'with elements of other programs',
      xlsxBytes({
        ...jane,
        rows: `<x14:row xmlns:x14="u"><x14:c/></x14:row>${jane.rows}`,
        afterRows: '<extLst><ext><c><v>1</v></c></ext></extLst>',
      }),
    ],
    [
      'with comments and instructions',
      xlsxBytes({ rows: `<!-- a --><?b c?>${textRows(JANE).replaceAll('</c>', '<!-- d --></c>')}` }),
    ],
  ])('%s', async (_, bytes) => {
    expect(await readRows(bytes)).toMatchObject({ cells: JANE, refusal: null, warnings: [] });
  });

  it('however its bytes are cut', async () => {
    const bytes = xlsxBytes({ ...jane, strings: ['<t>id</t>', '<t>name</t>', '<t>Zoë 👩‍🚀</t>'] });
    for (const chunkBytes of [1, 7]) {
      const rows = readXlsx(fileOf(bytes, chunkBytes), { limits: defaultLimits, warn: () => {} });
      let last: string[] = [];
      for await (const batch of rows) last = batch.at(-1)?.cells ?? last;
      expect(last).toEqual(['44687985632', 'Zoë 👩‍🚀']);
    }
  });

  it('in batches of hundreds of rows', async () => {
    const rows = readXlsx(fileOf(xlsxBytes({ rows: textRows(Array.from({ length: 2000 }, (_, i) => [String(i)])) })), {
      limits: defaultLimits,
      warn: () => {},
    });
    const sizes: number[] = [];
    for await (const batch of rows) sizes.push(batch.length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(500);
    expect(sizes.reduce((sum, size) => sum + size)).toBe(2000);
  });

  it('until it is cancelled', async () => {
    const controller = new AbortController();
    const file = fileOf(xlsxBytes({ rows: textRows(Array.from({ length: 50_000 }, (_, i) => [String(i)])) }));
    const rows = readXlsx(file, { limits: defaultLimits, warn: () => {}, signal: controller.signal });
    await expect(async () => {
      for await (const batch of rows) if (batch.length > 0) controller.abort(new Error('enough'));
    }).rejects.toThrow('enough');
  });

  it('unless the object store fails, which is not the fault of the file', async () => {
    const bytes = xlsxBytes({
      ...jane,
      more: [{ name: 'big.bin', content: Buffer.alloc(200_000, 'x'), isStored: true }],
    });
    const file = fileOf(bytes);
    for (const failing of [1, 2, 3, 5]) {
      let reads = 0;
      const read: typeof file.read = (from, to) =>
        ++reads === failing ? Promise.reject(new Error('no connection')) : file.read(from, to);
      const rows = readXlsx({ ...file, read }, { limits: defaultLimits, warn: () => {} });
      await expect(async () => {
        for await (const batch of rows) expect(batch.length).toBeLessThan(3);
      }).rejects.toThrow('no connection');
    }
  });
});

describe('of several sheets', () => {
  const other = (rows: string): ZipEntry[] => [{ name: 'xl/worksheets/other.xml', content: sheetXml(rows) }];
  const relation = (type: string) => `<Relationship Id="rId2" Type="${TYPES}/${type}" Target="worksheets/other.xml"/>`;
  const read = (sheets: string, rows: string, type = 'worksheet', stated: ImportReading = {}) =>
    readRows(xlsxBytes({ ...jane, sheets, relationships: relation(type), more: other(rows) }), {}, {}, stated);
  const sheet = (id: number, state = '') => `<sheet name="S${id}" sheetId="${id}" ${state} r:id="rId${id}"/>`;
  const data = textRows([['other']]);

  it.each<[string, string, string, string, string[]]>([
    ['the first is read', sheet(1) + sheet(2), data, 'worksheet', ['other_sheets']],
    ['blank ones are no news', sheet(1) + sheet(2), '<row><c s="1"/></row>', 'worksheet', []],
    ['hidden ones are skipped', sheet(2, 'state="hidden"') + sheet(1), data, 'worksheet', ['other_sheets']],
    [
      'very hidden ones too',
      sheet(2, 'state="veryHidden"') + sheet(1, 'state="visible"'),
      data,
      'worksheet',
      ['other_sheets'],
    ],
    ['charts are none', sheet(2) + sheet(1), data, 'chartsheet', []],
    [
      'one whose part is not named is none',
      '<sheet name="x" sheetId="9" r:id="rId9"/>' + sheet(1),
      data,
      'worksheet',
      [],
    ],
  ])('%s', async (_, sheets, rows, type, warnings) => {
    expect(await read(sheets, rows, type)).toMatchObject({ cells: JANE, warnings, refusal: null });
  });

  it.each(['S2', ' s2'])('the stated one is read, also if it is hidden: %j', async (name) => {
    expect(await read(sheet(1) + sheet(2, 'state="hidden"'), data, 'worksheet', { sheet: name })).toMatchObject({
      cells: [['other']],
      warnings: [],
      dialect: { sheet: 'S2', sheets: ['S1', 'S2'] },
    });
  });

  it.each<[string, string]>([
    ['S3', 'worksheet'],
    ['S2', 'chartsheet'],
  ])('the stated one may be none: %s, a %s', async (name, type) => {
    const { refusal } = await read(sheet(1) + sheet(2), data, type, { sheet: name });
    expect(refusal).toEqual({ code: 'sheet_not_found', row: null });
  });

  it('the order of the tabs counts, not the order of the parts', async () => {
    expect((await read(sheet(2) + sheet(1), data)).cells).toEqual([['other']]);
  });

  it('there may be hundreds', async () => {
    const sheets = Array.from({ length: 400 }, (_, i) => `<sheet name="S${i}" state="hidden" r:id="rId${i}"/>`).join(
      '',
    );
    const relationships = Array.from({ length: 400 }, () => relation('worksheet')).join('');
    const bytes = xlsxBytes({ ...jane, sheets: sheets + sheet(1), relationships, more: other(data) });
    expect(await readRows(bytes)).toMatchObject({ cells: JANE, warnings: ['other_sheets'], refusal: null });
  });

  it('one has to be visible', async () => {
    expect((await read(sheet(1, 'state="hidden"'), data)).refusal?.code).toBe('no_visible_sheet/found');
    expect((await read('', data)).refusal?.code).toBe('no_visible_sheet');
  });
});

describe('a file that is no such workbook', () => {
  const text = (name: string, content: string): ZipEntry => ({ name, content });

  it.each<[string, Buffer]>([
    ['an empty zip', zipBytes([])],
    ['a zip of a CSV', zipBytes([text('contacts.csv', 'id,name\n')])],
    [
      'OpenDocument',
      zipBytes([text('mimetype', 'application/vnd.oasis.opendocument.spreadsheet'), text('content.xml', '<x/>')]),
    ],
    [
      'a text document',
      zipBytes([
        {
          ...workbookEntries(jane)[0]!,
          content: String(workbookEntries(jane)[0]!.content).replace('xl/workbook', 'word/document'),
        },
        text(
          'word/document.xml',
          '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>',
        ),
      ]),
    ],
    [
      'XLSB',
      zipBytes([
        {
          ...workbookEntries(jane)[0]!,
          content: String(workbookEntries(jane)[0]!.content).replace('workbook.xml', 'workbook.bin'),
        },
        text('xl/workbook.bin', '\x83\x01\0'),
      ]),
    ],
  ])('%s', async (_, bytes) => {
    expect((await readRows(bytes)).refusal?.code).toBe('unknown_format');
  });
});

describe('a damaged or hostile zip is refused', () => {
  const whole = xlsxBytes(jane);
  const sheet = 'xl/worksheets/sheet1.xml';
  const says = (lies: ZipEntry['says']) => zipBytes(changed(({ name }) => (name === sheet ? { says: lies } : null)));
  const damaged = (at: number): Buffer => {
    const bytes = Buffer.from(whole);
    bytes[at]! ^= 0xff;
    return bytes;
  };
  const offset = (text: string) => whole.indexOf(text);

  it.each<[string, Buffer]>([
    ['cut off', whole.subarray(0, -100)],
    ['cut off early', whole.subarray(0, 500)],
    ['with nothing but its beginning', Buffer.from('PK\x03\x04')],
    ['with bytes after its end', Buffer.concat([whole, Buffer.from('more')])],
    ['with a damaged list of contents', damaged(whole.lastIndexOf('PK\x01\x02'))],
    ['with a damaged header', damaged(offset(sheet) - 30)],
    ['with damaged data', damaged(offset(sheet) + sheet.length + 20)],
    ['with a wrong check sum', says({ crc: 1 })],
    ['with more data than it says', says({ size: 10 })],
    ['with less data than it says', says({ size: 100_000 })],
    ['with data beyond its end', says({ packedSize: 100_000 })],
    ['with more entries than there are', zipBytes(workbookEntries(jane), { says: { entries: 50 } })],
    ['with a path that leads out', zipBytes([...workbookEntries(jane), { name: '../../etc/passwd', content: 'x' }])],
    ['with an absolute path', zipBytes([...workbookEntries(jane), { name: '/etc/passwd', content: 'x' }])],
    ['with two parts of one name', zipBytes([...workbookEntries(jane), { name: 'xl/Workbook.xml', content: 'x' }])],
    ['with parts that overlap', zipBytes(changed(({ name }) => (name === sheet ? { says: { offset: 0 } } : null)))],
    ['packed in another way', zipBytes(changed(({ name }) => (name === sheet ? { method: 12 } : null)))],
    ['without its sheet', zipBytes(workbookEntries(jane).filter(({ name }) => name !== sheet))],
  ])('%s', async (_, bytes) => {
    expect((await readRows(bytes)).refusal?.code).toBe('broken_workbook');
  });

  it('with an encrypted part', async () => {
    const bytes = zipBytes(changed(({ name }) => (name === sheet ? { flags: 1 } : null)));
    expect((await readRows(bytes)).refusal?.code).toBe('encrypted_workbook');
  });
});

describe('damaged or hostile XML is refused', () => {
  const doctype = '<!DOCTYPE worksheet [<!ENTITY a "b">]>';

  it.each<[string, string | Buffer]>([
    ['cut off', sheetXml(textRows(JANE)).slice(0, -20)],
    ['not closed', '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'],
    ['badly nested', sheetXml('<row><c></row></c>')],
    ['not XML', 'id,name\n'],
    ['blank', ''],
    ['not UTF-8', Buffer.from(sheetXml(textRows([['José']])), 'latin1')],
    ['with a control character', sheetXml(textRows([['a\u0001b']]))],
    ['with an unknown entity', sheetXml(textRows([['&bomb;']]))],
    ['with a document type', sheetXml(textRows(JANE)).replace('<worksheet', `${doctype}<worksheet`)],
    ['of another vocabulary', sheetXml(textRows(JANE)).replace('spreadsheetml/2006', 'spreadsheetml/2099')],
    [
      'that is no sheet',
      `${DECLARATION}<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>`,
    ],
    ['nested without end', sheetXml('<row>'.repeat(10_000) + '</row>'.repeat(10_000))],
  ])('%s', async (_, sheet) => {
    expect((await readRows(xlsxBytes({ sheet }))).refusal?.code).toBe('broken_workbook');
  });

  it('with the row where it was found', async () => {
    expect((await readRows(xlsxBytes({ rows: '<row/><row/><row><c></row>' }))).refusal).toEqual({
      code: 'broken_workbook',
      row: 3,
    });
  });

  it.each<[string, WorkbookParts]>([
    ['in the list of sheets', { workbook: '<workbook' }],
    ['in the shared texts', { sharedStrings: '<sst xmlns="x"><si>' }],
    ['in the styles', { styles: '<cellXfs>' }],
  ])('%s', async (_, parts) => {
    expect((await readRows(xlsxBytes({ ...jane, ...parts }))).refusal?.code).toBe('broken_workbook');
  });
});
