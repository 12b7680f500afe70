import { defaultLimits, phoneSchema, type ImportColumn, type Limits, type Statement } from '#contracts';
import type { ImportRecord } from '#persistence';
import { checkFile, type FileReport, type UploadedFile } from '../../apps/importer/src/check/check-file.js';
import { unread, type RunningCheck } from '../../apps/importer/src/check/running-check.js';
import { FORMATS } from '../../apps/importer/src/readers/formats.js';
import { readXls } from '../../apps/importer/src/readers/read-xls.js';
import { FileRefusedError, type RowReader } from '../../apps/importer/src/readers/row-reader.js';
import { newObjectKeys } from '../../apps/importer/src/rows/checked-objects.js';
import { readChunks } from '../../apps/importer/src/rows/read-chunks.js';
import { Progress } from '../../apps/importer/src/progress.js';
import { MemoryStore } from './memory-store.js';

/** Small enough for files of a fuzzer to exceed some of them. */
const LIMITS: Limits = { ...defaultLimits, rows: 10_000, workbookBytes: 64 * 1024 * 1024 };
/** What no text of a contact has: control characters but tab and line ends, and halves of characters. */
const GARBAGE = /[\0-\x08\x0b\x0c\x0e-\x1f]|\p{Surrogate}/u;

/**
 * Checks a file like the importer, and reads the good rows like it when it applies them.
 * @param xls what reads an XLS; the same for all files that are checked at the same time
 * @returns what became of it, as far as it was told: the code with which the file was refused; or `good rows` or `no
 *   rows`, and the codes of warnings, of doubts, and of what is said about rows
 * @throws Error on anything else: a crash, or garbage in a row that would be stored
 */
export async function checkBytes(bytes: Buffer, fileName: string, xls: RowReader = readXls): Promise<string[]> {
  FORMATS.xls.read = xls;
  const store = new MemoryStore();
  store.objects.set('source', bytes);
  const options = { start: 'auto', blankCells: 'keep', blankColumns: 'keep', tagsMode: 'replace' } as const;
  const record = { sourceKey: 'source', fileSize: bytes.length, fileName, options, language: 'en' } as UploadedFile;
  const check: RunningCheck = {
    keys: newObjectKeys('fuzz'),
    progress: new Progress({ cancelRequested: false }, () => Promise.resolve({ cancelRequested: false })),
    signal: new AbortController().signal,
    dialect: unread(),
  };
  try {
    const report = await checkFile({ config: { limits: LIMITS }, store: store.asStore }, record, check);
    const { warnings, doubt, checked } = report;
    const rows = (await applied(store, record, report)) > 0 ? 'good rows' : 'no rows';
    const codes = [...warnings, ...(doubt ? [doubt] : []), ...(checked.listed ?? [])].map(({ code }) => code);
    return [rows, ...new Set(codes.sort())];
  } catch (error) {
    if (error instanceof FileRefusedError) return [error.refusal.code];
    throw error;
  }
}

/** How many rows would be applied. @throws Error if that are others than the check counted, or one is garbage */
async function applied(store: MemoryStore, record: UploadedFile, { checker, checked }: FileReport): Promise<number> {
  const blank = checker.blankColumns();
  const columns = checker.columns
    .map(({ name, kind, by: understoodBy = 'header' }, index): ImportColumn => ({
      name,
      kind,
      understoodBy,
      blank: blank[index]!,
      header: checker.header![checker.columns[index]!.index]!,
      contactsAffected: null,
    }))
    .filter(({ name }) => name !== '');
  const source = {
    store: store.asStore,
    record: { ...record, columns } as ImportRecord,
    checked,
    limits: LIMITS,
    chunkRows: 500,
  };
  let rows = 0;
  for await (const { statements } of readChunks(source, { open: [], nextNumber: 0, nextByte: 0 })) {
    for (const statement of statements) requireClean(statement);
    rows += statements.length;
  }
  if (rows !== checked.goodRows) throw new Error(`${rows} rows would be applied, and ${checked.goodRows} were good`);
  if (checked.goodRows + checked.rejectedRows + checked.duplicateRows !== checker.rows)
    throw new Error('rows are lost');
  return rows;
}

function requireClean(statement: Statement): void {
  const { phone, name, tags, values } = statement;
  const texts = [name, ...(tags ?? []), ...values.flatMap((value) => [value.name, value.value ?? ''])];
  const bad = [
    !phoneSchema.safeParse(phone).success && 'the phone',
    name.trim() === '' && 'a blank name',
    [...name].length > LIMITS.nameCharacters && 'a long name',
    (tags ?? []).some((tag) => tag.trim() === '') && 'a blank tag',
    (tags ?? []).length > LIMITS.tagsPerContact && 'many tags',
    texts.some((text) => GARBAGE.test(text)) && 'control characters',
    texts.some((text) => Buffer.byteLength(text) > 4 * LIMITS.cellBytes) && 'a long text',
  ].filter(Boolean);
  if (bad.length > 0) throw new Error(`garbage: ${bad.join(', ')} in row ${statement.row}`);
}
