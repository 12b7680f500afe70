import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as sheetJs from '@e965/xlsx';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { defaultLimits } from '#contracts';
import { compileIfNeeded } from '../../../scripts/build.mjs';
import { checkWatched, children } from '../../fuzz/inputs.js';
import { inCompoundFile, LARGEST_DATA, streamOf, TYPE } from '../../support/biff.js';
import { eventually } from '../../support/eventually.js';
import { fileOf, readerOf, readRows } from '../../support/read-rows.js';

// The process that reads XLS is a compiled program.
beforeAll(() => compileIfNeeded(), 60_000);

const contacts = readFileSync('test/fixtures/workbooks/contacts.xls');

interface SheetToWrite {
  name: string;
  cells: unknown[][];
  hidden?: number;
}

function xls(sheets: SheetToWrite[], change: (book: sheetJs.WorkBook) => void = () => {}): Buffer {
  const book = sheetJs.utils.book_new();
  for (const { name, cells } of sheets) {
    sheetJs.utils.book_append_sheet(book, sheetJs.utils.aoa_to_sheet(cells as never), name);
  }
  book.Workbook = { Sheets: sheets.map(({ name, hidden = 0 }) => ({ name, Hidden: hidden as 0 | 1 | 2 })) };
  change(book);
  return sheetJs.write(book, { type: 'buffer', bookType: 'biff8' }) as Buffer;
}

describe('of several sheets of an XLS', () => {
  it('the first visible one is read', async () => {
    const bytes = xls([
      { name: 'Hidden', cells: [['hidden']], hidden: 1 },
      { name: '__proto__', cells: [['id', 'name']] },
      { name: 'Blank', cells: [[]] },
    ]);
    expect(await readRows(bytes)).toMatchObject({ cells: [['id', 'name']], warnings: ['other_sheets'] });
  });

  it('blank ones are no news', async () => {
    expect(
      (
        await readRows(
          xls([
            { name: 'A', cells: [['id']] },
            { name: 'B', cells: [[]] },
          ]),
        )
      ).warnings,
    ).toEqual([]);
  });
});

describe('a stated sheet of an XLS', () => {
  const bytes = () =>
    xls([
      { name: 'Notes', cells: [['notes']] },
      { name: 'Clients', cells: [['id', 'name']], hidden: 1 },
    ]);
  const reading = (sheet: string) => readRows(bytes(), {}, {}, { sheet });

  it.each(['Clients', 'CLIENTS ', 'clients'])('is read, also if it is hidden: %j', async (name) => {
    expect(await reading(name)).toMatchObject({
      cells: [['id', 'name']],
      warnings: [],
      dialect: { sheet: 'Clients', sheets: ['Notes', 'Clients'] },
    });
  });

  it.each(['People', '--eval=process.exit(7)', '$(touch x); true', '__proto__'])(
    'may be one that there is not: %j',
    async (name) => {
      const refusal = { code: 'sheet_not_found', row: null };
      expect(await reading(name)).toMatchObject({ refusal, dialect: { sheets: ['Notes', 'Clients'] } });
    },
  );
});

describe('the cells of an XLS', () => {
  it('are texts of any length', async () => {
    const texts = ['abcdefghij'.repeat(900), 'añb東京👩 '.repeat(1500).trim(), 'short', 'zyx'.repeat(3000)];
    const { cells } = await readRows(readFileSync('test/fixtures/workbooks/long-texts.xls'));
    expect(cells.flat()).toEqual(texts);
  });

  it('are numbers with every digit, and booleans', async () => {
    const cells = [[34666555444, 0.1 + 0.2, 12.34, -1, 123456789012345, 'x', true, '']];
    expect((await readRows(xls([{ name: 'A', cells }]))).cells).toEqual([
      ['34666555444', '0.3', '12.34', '-1', '123456789012345', 'x', 'true'],
    ]);
  });

  it('may be errors', async () => {
    const cells = [['id'], [1]];
    const bytes = xls(
      [{ name: 'A', cells }],
      // eslint-disable-next-line no-constant-binary-expression -- a formula of the fixture
      ({ Sheets }) => (Sheets.A!.B2 = { t: 'e', v: 0x07 }) && (Sheets.A!['!ref'] = 'A1:B2'),
    );
    expect((await readRows(bytes)).rows[1]).toEqual({
      rowNumber: 2,
      cells: ['1', '#DIV/0!'],
      faults: [{ index: 1, code: 'cell_error' }],
    });
  });

  it('are many: a full sheet of different texts is read in order', async () => {
    const cells = Array.from({ length: 10_000 }, (_, i) => [34600000000 + i, `Name ${i}`]);
    const { cells: read, refusal } = await readRows(xls([{ name: 'A', cells }]));
    expect(refusal).toBeNull();
    expect(read).toHaveLength(10_000);
    expect(read[9_999]).toEqual(['34600009999', 'Name 9999']);
  }, 60_000);

  it('are too many columns', async () => {
    const { refusal } = await readRows(
      xls([{ name: 'A', cells: [['id', 'name'], Array.from({ length: 250 }, (_, i) => i)] }]),
      { columns: 100 },
    );
    expect(refusal).toEqual({ code: 'too_many_columns', row: 2 });
  });
});

describe('an XLS is refused', () => {
  const header = contacts.subarray(0, 512);
  const compound = (change: (bytes: Buffer) => void): Buffer => {
    const bytes = Buffer.from(contacts);
    change(bytes);
    return bytes;
  };
  const nameAt = (name: string) => contacts.indexOf(Buffer.from(name, 'utf16le'));

  it.each<[string, Buffer, string]>([
    ['with nothing but its magic number', contacts.subarray(0, 8), 'broken_workbook'],
    ['with nothing but its header', header, 'broken_workbook'],
    ['cut in half', contacts.subarray(0, contacts.length / 2), 'broken_workbook'],
    ['with its contents overwritten', compound((bytes) => bytes.fill(0xab, 512, 3000)), 'broken_workbook'],
    [
      'as another document',
      compound((bytes) => bytes.write('WordDocu', nameAt('Workbook'), 'utf16le')),
      'unknown_format',
    ],
  ])('%s', async (_, bytes, code) => {
    expect((await readRows(bytes)).refusal?.code).toBe(code);
  });

  it('when it is too large', async () => {
    const bytes = Buffer.concat([contacts, Buffer.alloc(65 * 1024 * 1024)]);
    expect((await readRows(bytes)).refusal?.code).toBe('workbook_too_complex');
  });
});

describe('the process that reads an XLS', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'contacts-test-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** A program that replaces ours and first reports its process id. */
  const program = (name: string, code: string): URL => {
    const file = path.join(folder, `${name}.mjs`);
    writeFileSync(
      file,
      `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(pidFile(name))}, String(process.pid)); ${code}`,
    );
    return pathToFileURL(file);
  };
  const pidFile = (name: string) => path.join(folder, `${name}.pid`);
  const isGone = (name: string): boolean => {
    try {
      return process.kill(Number(readFileSync(pidFile(name), 'utf8')), 0) && false;
    } catch {
      return true;
    }
  };

  /** Whoever it was given to when its parent died may not ask for its end. */
  const isZombie = (name: string): boolean =>
    process.platform === 'linux' &&
    / Z /.test(readFileSync(`/proc/${readFileSync(pidFile(name), 'utf8')}/stat`, 'utf8'));

  it.each<[string, string]>([
    ['hangs', 'for (;;);'],
    ['says nothing', 'setInterval(() => {}, 1000);'],
    ['fills its memory', 'const all = []; for (;;) all.push(new Array(1e6).fill(0.5));'],
    ['crashes', 'process.abort();'],
  ])(
    'is ended when it %s, and the workbook refused',
    async (name, code) => {
      const { refusal } = await readRows(contacts, {}, { program: program(name, code), patienceSeconds: 2 });
      expect(refusal?.code).toBe('workbook_too_complex');
      await eventually('the process is gone', () => expect(isGone(name)).toBe(true));
    },
    30_000,
  );

  it('needs no package beside it, of which the image has none that no service loads', () => {
    const [imports] = /^(import\b[^;]*;)+/.exec(
      readFileSync('dist/apps/importer/src/readers/xls/xls-process.js', 'utf8'),
    )!;
    const from = [...imports.matchAll(/"([^"]+)"/g)].map(([, name]) => name!);
    expect(from.filter((name) => !name.startsWith('.') && !isBuiltin(name))).toEqual([]);
  });

  it('is not the fault of the file when it cannot start', async () => {
    const options = { program: program('ends', 'process.exit(1)') };
    await expect(readRows(contacts, {}, options)).rejects.toThrow('ended with code 1');
  });

  it('is ended when nobody reads further', async () => {
    const code =
      "process.on('message', () => process.send({ kind: 'rows', rows: [{ rowNumber: 1, cells: ['id'] }] }));";
    const rows = readerOf(contacts, { program: program('eager', code) })(fileOf(contacts), {
      limits: defaultLimits,
      warn: () => {},
    });
    for await (const batch of rows) if (batch.length > 0) break;
    await eventually('the process is gone', () => expect(isGone('eager')).toBe(true));
  });

  it('is ended when the reading is cancelled', async () => {
    const signal = AbortSignal.timeout(300);
    const options = { program: program('endless', 'for (;;);') };
    const rows = readerOf(contacts, options)(fileOf(contacts), { limits: defaultLimits, warn: () => {}, signal });
    await expect(async () => {
      for await (const batch of rows) expect(batch).toEqual([]);
    }).rejects.toThrow(/timeout/i);
    await eventually('the process is gone', () => expect(isGone('endless')).toBe(true));
  });

  it('is ended when the process that started it dies, also while it is busy', async () => {
    const guard = pathToFileURL(path.resolve('dist/apps/importer/src/readers/xls/end-with-parent.js')).href;
    const busy = path.join(folder, 'busy.mjs');
    const note = `writeFileSync(${JSON.stringify(pidFile('busy'))}, String(process.pid));`;
    const imports = `import { writeFileSync } from 'node:fs'; import { endWithParent } from '${guard}';`;
    writeFileSync(busy, `${imports} endWithParent(); ${note} for (;;);`);
    const code = `import { fork } from 'node:child_process'; fork(${JSON.stringify(busy)}, { execArgv: [] });`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: 'ignore' });
    await eventually('it is busy', () => expect(isGone('busy')).toBe(false));
    parent.kill('SIGKILL');
    await eventually('the process is gone', () => expect(isGone('busy') || isZombie('busy')).toBe(true));
  });

  /** Five million texts of six bytes each, which take far more as objects. */
  const manyTexts = (): Buffer => {
    const perRecord = Math.floor(LARGEST_DATA / 6);
    const text = Buffer.from([3, 0, 0, ...Buffer.from('abc')]);
    const texts = Buffer.concat(Array.from({ length: perRecord }, () => text));
    const count = Buffer.alloc(8);
    count.writeUInt32LE(5_000_000, 0);
    count.writeUInt32LE(5_000_000, 4);
    const bof = (kind: number) => ({ type: TYPE.BOF, data: Buffer.from([0, 6, kind, 0, ...Buffer.alloc(12)]) });
    const sheet = { type: TYPE.BOUNDSHEET, data: Buffer.from([...Buffer.alloc(6), 1, 0, 0x41]) };
    const more = Array.from({ length: Math.ceil(5_000_000 / perRecord) }, () => ({ type: TYPE.CONTINUE, data: texts }));
    const end = { type: TYPE.EOF, data: Buffer.alloc(0) };
    const records = [bof(5), sheet, { type: TYPE.SST, data: count }, ...more, end, bof(0x10), end];
    return inCompoundFile('Workbook', streamOf(records, false));
  };

  it('takes no more memory than it may, whatever the file asks for', async () => {
    const { outcome, fault, xlsMegabytes } = await checkWatched('xls', manyTexts());
    expect({ outcome, fault }).toEqual({ outcome: ['workbook_too_complex'], fault: null });
    expect(xlsMegabytes).toBeGreaterThan(100);
  }, 120_000);

  it('takes no more time than it may, and is gone then', async () => {
    const before = children();
    const { refusal } = await readRows(manyTexts(), {}, { patienceSeconds: 0.3 });
    expect(refusal?.code).toBe('workbook_too_complex');
    await eventually('the process is gone', () => expect(children()).toEqual(before));
  }, 60_000);

  it('passes on that the object store failed', async () => {
    const file = fileOf(contacts);
    const read: typeof file.read = (from, to) =>
      to === undefined ? Promise.reject(new Error('no connection')) : file.read(from, to);
    const rows = readerOf(contacts)({ ...file, read }, { limits: defaultLimits, warn: () => {} });
    await expect(async () => {
      for await (const batch of rows) expect(batch).toEqual([]);
    }).rejects.toThrow('no connection');
  });
});
