import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { SaxesParser } from 'saxes';
import path from 'node:path';
import { compileIfNeeded } from '../../scripts/build.mjs';
import { Random } from '../../chaos/random.js';
import { mutateXls } from '../fuzz/biff-mutations.js';
import { checkBytes } from '../fuzz/check-bytes.js';
import { FOUND, foundFiles } from '../fuzz/corpus.js';
import { fuzzOnce, NAMES, type Kind } from '../fuzz/inputs.js';
import { FOLDER, keptFiles, kindOf, MOST_BYTES } from '../fuzz/kept-files.js';
import { entriesOf } from '../fuzz/mutations.js';
import { readXlsHere } from '../fuzz/read-xls-here.js';
import { mutateXml } from '../fuzz/xml-mutations.js';
import { inCompoundFile, readBook, recordsOf, streamOf, TYPE } from '../support/biff.js';
import { inParallel } from '../support/in-parallel.js';
import { readRows } from '../support/read-rows.js';

const KINDS = Object.keys(NAMES) as Kind[];

// The process that reads XLS is a compiled program.
beforeAll(() => compileIfNeeded(), 60_000);

/** `npm run fuzz:readers` has found these files; a few new ones are made in each run. */
describe('the readers of files', () => {
  it.each(foundFiles())('bear %s', async (name) => {
    expect(await checkBytes(readFileSync(path.join(FOUND, name)), name)).toEqual(expect.any(Array));
  });

  it.each([
    ['texts', 100],
    ['xlsx', 50],
    ['xls', 3],
  ] as const)(
    'bear changed files: %s',
    async (kind, count) => {
      for (let number = 0; number < count; number++)
        expect({ number, ...(await fuzzOnce(kind, 'unit', number)) }).toMatchObject({ number, fault: null });
    },
    120_000,
  );
});

/** What the fuzzer keeps: one file for everything that files can come to. */
describe('the corpus of changed files', () => {
  it.each(KINDS)(
    'comes to what it came to: %s',
    async (kind) => {
      const kept = keptFiles().filter(({ name }) => kindOf(name) === kind);
      expect(kept.length).toBeGreaterThan(5);
      const reached: Record<string, string> = {};
      await inParallel(kept, async ({ name, bytes }) => {
        reached[name] = (await checkBytes(bytes, NAMES[kind])).join(', ');
      });
      expect(reached).toEqual(Object.fromEntries(kept.map(({ name, outcome }) => [name, outcome])));
    },
    120_000,
  );

  it('comes to the same where XLS are read without a process for each', async () => {
    // SheetJS names every record that it does not know.
    const told = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    onTestFinished(() => told.mockRestore());
    for (const { name, bytes, outcome } of keptFiles().filter(({ name }) => kindOf(name) === 'xls'))
      expect([name, (await checkBytes(bytes, NAMES.xls, readXlsHere)).join(', ')]).toEqual([name, outcome]);
  });

  it('is small, and lists its files', () => {
    const files = readdirSync(FOLDER).filter((name) => name.endsWith('.gz'));
    expect(files.sort()).toEqual(keptFiles().map(({ name }) => name));
    const bytes = files.reduce((sum, name) => sum + statSync(path.join(FOLDER, name)).size, 0);
    expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
  });
});

/** A reader that refuses a file at its container comes to nothing that is in it. */
describe('changes inside of a workbook', () => {
  const workbook = (name: string) => readFileSync(path.join('test/fixtures/workbooks', name));

  it('mostly leave the XML of an XLSX well-formed, and change it', () => {
    const random = new Random('inside');
    const documents = entriesOf(workbook('old-mac.xlsx')).map(({ content }) => content.toString());
    expect(documents.length).toBeGreaterThan(5);
    const changed = documents.flatMap((xml) =>
      Array.from({ length: 30 }, () => [xml, mutateXml(xml, random)] as const),
    );
    expect(
      changed.filter(([xml, now]) => isWellFormed(xml) && now !== xml && isWellFormed(now)).length,
    ).toBeGreaterThan(changed.length / 3);
  });

  it('mostly leave an XLS a workbook, and change it', () => {
    const random = new Random('inside');
    const bases = [workbook('old-mac.xls'), workbook('contacts.xls')];
    const changed = Array.from({ length: 40 }, () => mutateXls(random.pick(bases), bases, random)!);
    expect(new Set(changed.map((bytes) => bytes.toString('base64'))).size).toBe(changed.length);
    expect(changed.filter(isWorkbook).length).toBeGreaterThan(changed.length / 3);
  });

  it('leave the records of an XLS readable, and where its sheets begin', async () => {
    const bytes = workbook('contacts.xls');
    const { name, stream } = readBook(bytes)!;
    const records = recordsOf(stream);
    expect(records.length).toBeGreaterThan(50);
    const before = await readRows(bytes);
    expect(await readRows(inCompoundFile(name, streamOf(records, true)))).toEqual(before);
    // A record more at the beginning moves every sheet.
    const moved = [records[0]!, { type: 0x5c, data: Buffer.alloc(112, 32) }, ...records.slice(1)];
    expect((await readRows(inCompoundFile(name, streamOf(moved, true)))).cells).toEqual(before.cells);
    expect(mutateXls(Buffer.from('no workbook'), [bytes], new Random('none'))).toBeNull();
  });
});

function isWellFormed(xml: string): boolean {
  try {
    new SaxesParser({ xmlns: true }).write(xml).close();
    return true;
  } catch {
    return false;
  }
}

/** The records of most of a workbook, one behind the other. SheetJS itself may read without end, so it is not asked. */
function isWorkbook(bytes: Buffer): boolean {
  const records = recordsOf(readBook(bytes)?.stream ?? Buffer.alloc(0));
  return records[0]?.type === TYPE.BOF && records.length > 20;
}
