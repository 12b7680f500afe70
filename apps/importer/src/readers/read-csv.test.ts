import { describe, expect, it } from 'vitest';
import { defaultLimits, publicCode, type Coded, type ImportDialect, type ImportReading } from '#contracts';
import fc from 'fast-check';
import Papa from 'papaparse';
import { Readable } from 'node:stream';
import { WrongEncodingError, type Encoding } from './csv/to-utf8.js';
import { readCsv } from './read-csv.js';
import { FileRefusedError, HEAD_BYTES, type Row, type SourceFile } from './row-reader.js';

interface Way {
  encoding?: Encoding;
  stated?: ImportReading;
  /** Takes what the reader tells of how it reads the file. */
  dialect?: Partial<ImportDialect>;
  pieceSize?: number;
  /** The sizes of the chunks into which the bytes are split. */
  cuts?: number[];
}

async function read(
  content: string | Buffer,
  { encoding, pieceSize, cuts, stated = {}, dialect = {} }: Way = {},
): Promise<Row[]> {
  const warnings: Coded[] = [];
  const warn = (warning: Coded) => warnings.push(warning);
  const found = (part: Partial<ImportDialect>) => void Object.assign(dialect, part);
  const context = { limits: defaultLimits, warn, stated, found, encoding: encoding ?? null };
  const rows: Row[] = [];
  for await (const batch of readCsv(file(Buffer.from(content), cuts), context, pieceSize)) rows.push(...batch);
  return rows;
}

function file(content: Buffer, cuts: number[] = []): SourceFile {
  return {
    size: content.length,
    head: content.subarray(0, HEAD_BYTES),
    read: () => Promise.resolve(Readable.from(chunks(content, cuts), { objectMode: true })),
  };
}

function* chunks(content: Buffer, cuts: number[]): Generator<Buffer> {
  let from = 0;
  for (const size of cuts) {
    if (from >= content.length) return;
    yield content.subarray(from, from + size);
    from += size;
  }
  if (from < content.length) yield content.subarray(from);
}

const cellsOf = async (content: string | Buffer, way?: Way) => (await read(content, way)).map(({ cells }) => cells);

async function refusal(content: string, way?: Way) {
  try {
    await read(content, way);
  } catch (error) {
    if (error instanceof FileRefusedError) return { code: publicCode(error.refusal.code), row: error.refusal.row };
    throw error;
  }
  return null;
}

describe('dialects', () => {
  const jane = [
    ['id', 'name', 'tags'],
    ['1', 'Jane', 'cat, dog'],
    ['2', 'Bob', ''],
  ];

  it.each<[string, string]>([
    ['comma', 'id,name,tags\n1,Jane,"cat, dog"\n2,Bob,\n'],
    ['semicolon', 'id;name;tags\n1;Jane;cat, dog\n2;Bob;\n'],
    ['tab', 'id\tname\ttags\n1\tJane\tcat, dog\n2\tBob\t\n'],
    ['a sep line', 'sep=|\nid|name|tags\n1|Jane|cat, dog\n2|Bob|\n'],
    ['a quoted sep line with CR LF', '"sep=;"\r\nid;name;tags\r\n1;Jane;cat, dog\r\n2;Bob;\r\n'],
    ['a sep line for tabs', 'SEP=\t\nid\tname\ttags\n1\tJane\tcat, dog\n2\tBob\t\n'],
    ['no final newline', 'id,name,tags\n1,Jane,"cat, dog"\n2,Bob,'],
    ['everything quoted, CR LF', '"id","name","tags"\r\n"1","Jane","cat, dog"\r\n"2","Bob",""\r\n'],
    ['everything quoted, CR LF, no final newline', '"id","name","tags"\r\n"1","Jane","cat, dog"\r\n"2","Bob",""'],
    ['everything quoted, CR', '"id","name","tags"\r"1","Jane","cat, dog"\r"2","Bob",""\r'],
    ['spaces after a closing quote', '"id" ,"name","tags"  \n1,"Jane"  ,"cat, dog" \r\n2,Bob,"" '],
    ['CR', 'id,name,tags\r1,Jane,"cat, dog"\r2,Bob,\r'],
    ['mixed line ends', 'id,name,tags\r\n1,Jane,"cat, dog"\r2,Bob,\n'],
    ['a byte order mark', '\ufeffid,name,tags\n1,Jane,"cat, dog"\n2,Bob,\n'],
  ])('%s', async (_, content) => {
    expect(await cellsOf(content)).toEqual(jane);
  });

  it('chooses the delimiter by the header, however ragged the rows are', async () => {
    const rows = ['id;name;tags', '1;Jane', '2;Bob;a,b,c', '3;Al', '4;Eve;a,b,c'];
    expect((await cellsOf(rows.join('\n')))[2]).toEqual(['2', 'Bob', 'a,b,c']);
  });

  it('shows a header without id and name in its cells', async () => {
    expect((await cellsOf('phone;label\n1;Jane\n'))[0]).toEqual(['phone', 'label']);
  });

  it.each([['id,name'], ['name;id'], ['"id"\t"name"']])('reads a file with only a header: %s', async (header) => {
    expect((await cellsOf(header))[0]).toHaveLength(2);
  });
});

describe('what is stated', () => {
  it.each<[string, string, ImportReading, string[]]>([
    ['a delimiter', 'id|name\n1|Jane', { delimiter: 'pipe' }, ['id', 'name']],
    ['a delimiter against the header', 'id;name,x\n1;Jane', { delimiter: 'comma' }, ['id;name', 'x']],
    ['a delimiter against a sep line', 'sep=,\nid\tname\n1\tJane', { delimiter: 'tab' }, ['id', 'name']],
    ['a delimiter that does not fit', 'id;name\n1;Jane', { delimiter: 'pipe' }, ['id;name']],
    ['another row after a sep line', 'sep=|\nA title\nid|name', { headerRow: 2 }, ['id', 'name']],
    [
      'the row of the header',
      'Jane, Bob, 2026\n\nid;name;city\n1;Jane;a,b\n',
      { headerRow: 3 },
      ['id', 'name', 'city'],
    ],
    [
      'a header with other names',
      'Jane, Bob, 2026\nphone;who;city\n1;Jane;a\n',
      { headerRow: 2 },
      ['phone', 'who', 'city'],
    ],
  ])('decides how cells are parted: %s', async (_, content, stated, header) => {
    expect((await cellsOf(content, { stated }))[(stated.headerRow ?? 1) - 1]).toEqual(header);
  });

  it.each<[NonNullable<ImportReading['encoding']>, number[] | string, string]>([
    ['windows-1250', [0x8a, 0xb3], 'Šł'],
    ['windows-1251', [0xdf, 0xed], 'Ян'],
    ['windows-1252', [0xe9, 0x80], 'é€'],
    ['windows-1254', [0xfd, 0xdd], 'ıİ'],
    ['iso-8859-2', [0xa9, 0xb3], 'Šł'],
    ['iso-8859-15', [0xa4], '€'],
    ['macintosh', [0x8e], 'é'],
    ['koi8-r', [0xf1, 0xce], 'Ян'],
    ['gb18030', [0xc0, 0xee], '李'],
    ['big5', [0xa7, 0xf5], '李'],
    ['shift_jis', [0x91, 0xbe, 0x98, 0x59], '太郎'],
    ['euc-jp', [0xc2, 0xc0, 0xcf, 0xba], '太郎'],
    ['euc-kr', [0xb1, 0xe8], '김'],
    ['utf-8', [0xc3, 0xa9], 'é'],
  ])('is read as %s', async (encoding, bytes, text) => {
    const content = Buffer.concat([Buffer.from('id,name\n1,'), Buffer.from(bytes as number[]), Buffer.from('\n')]);
    const dialect: Partial<ImportDialect> = {};
    expect(await cellsOf(content, { stated: { encoding }, dialect, cuts: [12, 1, 1] })).toEqual([
      ['id', 'name'],
      ['1', text],
    ]);
    expect(dialect).toEqual({ encoding, delimiter: 'comma' });
  });

  it('is UTF-16 without a mark', async () => {
    const text = Buffer.from('id,name\n1,é\n', 'utf16le');
    const wanted = [
      ['id', 'name'],
      ['1', 'é'],
    ];
    expect(await cellsOf(text, { stated: { encoding: 'utf-16le' } })).toEqual(wanted);
    expect(await cellsOf(Buffer.from(text).swap16(), { stated: { encoding: 'utf-16be' } })).toEqual(wanted);
  });

  it('is not the encoding of the mark, which is left out', async () => {
    const content = Buffer.from('\ufeffid,name\n1,é\n');
    expect(await cellsOf(content, { stated: { encoding: 'windows-1252' } })).toEqual([
      ['id', 'name'],
      ['1', 'Ã©'],
    ]);
  });

  it('is UTF-8 and nothing else, with bytes that are none marked', async () => {
    const content = Buffer.from('id,name\n1,Jos\xe9\n', 'latin1');
    const stated = { encoding: 'utf-8' } as const;
    const error: unknown = await read(content, { stated }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ instead: 'utf-8-mended' });
    expect((await cellsOf(content, { stated, encoding: 'utf-8-mended' }))[1]).toEqual(['1', 'Jos\uffff']);
  });

  it.each<[string, Partial<ImportDialect>]>([
    ['id;name\n', { delimiter: 'semicolon', encoding: 'utf-8' }],
    ['sep=^\nid^name\n', { delimiter: '^', encoding: 'utf-8' }],
    ['sep=|\nid|name\n', { delimiter: 'pipe', encoding: 'utf-8' }],
  ])('is told where it was found out: %j', async (content, wanted) => {
    const dialect: Partial<ImportDialect> = {};
    await read(content, { dialect });
    expect(dialect).toEqual(wanted);
  });
});

describe('quotes', () => {
  it.each<[string, string, string[]]>([
    ['doubled quotes', '1,"Jane ""JJ"" Smith"', ['1', 'Jane "JJ" Smith']],
    ['doubled quotes at the end', '1,"5\'10"""\r\n', ['1', '5\'10"']],
    ['a quote within plain text', '1,Jane "JJ" Smith', ['1', 'Jane "JJ" Smith']],
    ['a cell over lines', '1,"12 High St\r\nLondon"\r\n', ['1', '12 High St\r\nLondon']],
    ['an empty quoted cell', '"",""\r\n', ['', '']],
    ['a delimiter and a quote', '"a,""b","c"', ['a,"b', 'c']],
    ['a column called __proto__', '__proto__,constructor', ['__proto__', 'constructor']],
  ])('%s', async (_, line, cells) => {
    expect(await cellsOf(`id,name\n${line}`)).toEqual([['id', 'name'], cells]);
  });

  it.each<[string, string, { code: string; row: number }]>([
    ['never closed', 'id,name\n1,A\n2,"B\n3,C\n', { code: 'quote_not_closed', row: 3 }],
    ['never closed in the last cell', 'id,name\n1,"A', { code: 'quote_not_closed', row: 2 }],
    ['never closed, after a blank line', 'id,name\n\n1,"A\n', { code: 'quote_not_closed', row: 3 }],
    ['never closed, other quoted cells follow', 'id,name\n1,"A\n2,"B"\n', { code: 'quote_not_closed', row: 2 }],
    ['never closed in the header', 'id,"name\n1,A\n', { code: 'quote_not_closed', row: 1 }],
    ['text after a closing quote', 'id,name\n1,A\n2,"B" C\n', { code: 'quote_misplaced', row: 3 }],
    ['text after a closing quote, at the end', 'id,name\n1,"B" C', { code: 'quote_misplaced', row: 2 }],
    ['quotes that were not doubled', 'id,name\n1,"Jane "JJ" S"\n', { code: 'quote_misplaced', row: 2 }],
  ])('refuses a quote %s', async (_, content, refused) => {
    expect(await refusal(content)).toEqual(refused);
    expect(await refusal(content, { pieceSize: 8 })).toEqual(refused);
  });

  it('finds early that a quote is never closed', async () => {
    let taken = 0;
    const endless = (function* () {
      yield Buffer.from('id,name\n1,"A\n');
      for (;;) {
        taken += 100_000;
        yield Buffer.alloc(100_000, 'x,y\n');
      }
    })();
    const source = { ...file(Buffer.alloc(0)), read: () => Promise.resolve(Readable.from(endless)) };
    const rows = readCsv(source, { limits: defaultLimits, warn: () => {} });
    await expect(async () => {
      for await (const batch of rows) expect(batch.length).toBeLessThan(3);
    }).rejects.toMatchObject({ refusal: { code: 'quote_not_closed/text', row: 2 } });
    expect(taken).toBeLessThan(3_000_000);
  });

  it('refuses a line without end', async () => {
    expect(await refusal(`id,name\n1,${'x'.repeat(2_000_000)}`)).toEqual({ code: 'row_too_long', row: 2 });
  });

  it('accepts a row of 200 cells of 4 KiB', async () => {
    const cells = Array.from({ length: 200 }, () => 'x'.repeat(4096));
    expect((await cellsOf(`id,name\n${cells.join(',')}\n`))[1]).toEqual(cells);
  });

  it('is not stalled by quotes and spaces made to do so', async () => {
    const row = `"${'a"b'.repeat(100)}${' '.repeat(60_000)},`;
    expect((await refusal(`id,name\n${row.repeat(200)}`))?.row).toBe(2);
  });
});

describe('row numbers', () => {
  it('count blank lines and take a cell over several lines for one row', async () => {
    const rows = await read('id,name\n\n1,"a\nb"\n,\n2,c\n\n');
    expect(rows.filter(({ cells }) => cells.join('') !== '')).toEqual([
      { rowNumber: 1, cells: ['id', 'name'] },
      { rowNumber: 3, cells: ['1', 'a\nb'] },
      { rowNumber: 5, cells: ['2', 'c'] },
    ]);
  });

  it('do not count a sep line, which spreadsheets do not show', async () => {
    expect((await read('sep=,\nid,name\n1,a\n'))[1]).toEqual({ rowNumber: 2, cells: ['1', 'a'] });
  });
});

describe('encodings', () => {
  const text = 'id,name\n1,Žofie “Zoë” 👩\u200d🚀\n2,ليلى\n';
  const rows = [
    ['id', 'name'],
    ['1', 'Žofie “Zoë” 👩\u200d🚀'],
    ['2', 'ليلى'],
  ];
  const cuts = [1, 1, 1, 2, 3, 5, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1];

  it.each<[string, Buffer]>([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16 little-endian', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16 big-endian', Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
  ])('%s', async (_, content) => {
    expect(await cellsOf(content)).toEqual(rows);
    expect(await cellsOf(content, { cuts })).toEqual(rows);
    expect(await cellsOf(content, { cuts: Array.from({ length: content.length }, () => 1) })).toEqual(rows);
  });

  const latin = Buffer.from('id,name\n1,Jos\xe9 \x8012 \x93x\x94\n', 'latin1');

  it('asks to be read again as Windows-1252 where the text is not UTF-8', async () => {
    await expect(read(latin)).rejects.toEqual(new WrongEncodingError('windows-1252', 'José €12 “x”'));
    expect(await cellsOf(latin, { encoding: 'windows-1252' })).toEqual([
      ['id', 'name'],
      ['1', 'José €12 “x”'],
    ]);
  });

  it('warns with the first cell that is not UTF-8', async () => {
    const content = Buffer.concat([
      Buffer.from('id;name;city\n1;"José; Ana";"Köln, x"\n2;Eva;'),
      Buffer.from('Pe\xf1a \x80, "M\xfcller"\n3;Ju\xe1n;', 'latin1'),
    ]);
    const error: unknown = await read(content, { cuts: [7, 30] }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ instead: 'windows-1252', decidedBy: 'Peña €' });
    const warnings: Coded[] = [];
    const warn = (warning: Coded) => warnings.push(warning);
    const context = { limits: defaultLimits, warn, encoding: 'windows-1252', decidedBy: 'Peña €' } as const;
    const rows: Row[] = [];
    for await (const batch of readCsv(file(content), context, 20)) rows.push(...batch);
    expect(rows.map(({ rowNumber }) => rowNumber)).toEqual([1, 2, 3, 4]);
    expect(warnings).toEqual([{ code: 'windows_1252/cell', with: { row: 3, cell: 'Peña €, "Müller"' } }]);
  });

  it('sees at the very end that a character is cut off', async () => {
    await expect(read(Buffer.from('id,name\n1,Jos\xc3', 'latin1'))).rejects.toBeInstanceOf(WrongEncodingError);
  });

  it('marks halves of characters in UTF-16, so that their rows are reported', async () => {
    const content = Buffer.from('\ufeffid,name\n1,a\ud83db\n2,👩', 'utf16le');
    expect(await cellsOf(content, { cuts: [5, 30, 1] })).toEqual([
      ['id', 'name'],
      ['1', 'a\uffffb'],
      ['2', '👩'],
    ]);
  });

  it('reads a text with a byte order mark as UTF-8 and marks invalid bytes', async () => {
    const broken = Buffer.concat([Buffer.from('\ufeffid,name\n1,José\n2,Jos'), Buffer.from([0xe9, 0x0a])]);
    await expect(read(broken)).rejects.toEqual(new WrongEncodingError('utf-8-mended', 'José'));
    expect(await cellsOf(broken, { encoding: 'utf-8-mended' })).toEqual([
      ['id', 'name'],
      ['1', 'José'],
      ['2', 'Jos\uffff'],
    ]);
  });
});

describe('any text', () => {
  const cell = fc.oneof(
    fc.constantFrom('', ' ', 'a', '"', '""', ',', ';', '\t', '\n', '\r\n', '=1+1', 'é👩', 'x"y', '"q"', '\r'),
    fc.string({ unit: 'grapheme', maxLength: 8 }).filter((text) => !text.includes('\ufeff')),
  );
  const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 8 });
  const dialect = fc.record({
    delimiter: fc.constantFrom(',', ';', '\t'),
    newline: fc.constantFrom('\n', '\r\n', '\r'),
    quoteAll: fc.boolean(),
  });

  it('is read as it was written, however the bytes are split', async () => {
    await fc.assert(
      fc.asyncProperty(
        table,
        dialect,
        fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 40 }),
        fc.integer({ min: 16, max: 40 }),
        async (rows, { delimiter, newline, quoteAll }, cuts, pieceSize) => {
          const all = [['id', 'name'], ...rows];
          const write = (text: string) =>
            quoteAll || /["\n\r,;\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
          const content = all.map((row) => row.map(write).join(delimiter)).join(newline);
          // A single carriage return means a line feed, in cells too.
          const expected = all.map((row) => row.map((text) => text.replace(/\r(?!\n)/g, '\n')));
          expect(await cellsOf(content, { cuts, pieceSize })).toEqual(expected);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is read the same in any pieces', async () => {
    const character = fc.constantFrom('"', ',', '\n', '\r', ' ', 'a', 'b');
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: character, maxLength: 60 }),
        fc.array(fc.integer({ min: 1, max: 5 })),
        fc.integer({ min: 16, max: 30 }),
        async (body, cuts, pieceSize) => {
          const content = `id,name\n${body}`;
          const whole = await cellsOf(content).catch((error: FileRefusedError) => error.refusal.row);
          const pieces = await cellsOf(content, { cuts, pieceSize }).catch(
            (error: FileRefusedError) => error.refusal.row,
          );
          expect(pieces).toEqual(whole);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('is read as Papa Parse reads it', async () => {
    const character = fc.constantFrom('"', '""', ',', '\n', '\r\n', ' ', 'a', 'é', ',"', '",', '"\n');
    let agreed = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(character, { maxLength: 40 }), async (body) => {
        const content = `id,name\n${body.join('')}x\n`;
        const { data, errors } = Papa.parse<string[]>(content, { delimiter: ',', newline: '\n' });
        const ours = await cellsOf(content).catch((error: FileRefusedError) => error.refusal.code);
        if (errors.length > 0) return void expect(ours).toMatch(/^quote_/);
        agreed++;
        // The reference splits rows only at line feeds, and treats the text after the last one as a row.
        const last = (cells: string[]) =>
          cells.map((cell, i) => (i < cells.length - 1 ? cell : cell.replace(/\r$/, '')));
        expect(ours).toEqual(data.slice(0, -1).map(last));
      }),
      { numRuns: 3000 },
    );
    expect(agreed).toBeGreaterThan(300);
  });
});
