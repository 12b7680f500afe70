import {
  asUnderstood,
  columnKind,
  fileError,
  headerOf,
  maxValueNames,
  tidyText,
  unguardCell,
  type ColumnMeaning,
} from '#contact-rules';
import {
  coded,
  conditionsSchema,
  IMPORT_STEPS,
  importCounts,
  isFinished,
  processedRows,
  type ImportColumn,
  type ImportDialect,
  type ImporterStep,
  type JobPayload,
} from '#contracts';
import { everyAccountOf } from '#persistence';
import type { AccountRef, CheckedFile, ImportChange, ImportRecord } from '#persistence';
import { metrics } from '#platform';
import type { Backends } from '../backends.js';
import { CancelRequestedError, checkFile, type FileReport } from './check-file.js';
import { newObjectKeys } from '../rows/checked-objects.js';
import { concludeImport, finishImport, leaveTurn } from '../conclude.js';
import { whatToConfirm } from './what-to-confirm.js';
import { NoLongerOursError, Progress } from '../progress.js';
import { readMends } from './mends.js';
import { unread, type RunningCheck } from './running-check.js';
import { readOldForms, warnOfTwins } from './phone-forms.js';
import { FileRefusedError } from '../readers/row-reader.js';
import { headersKeyOf } from './understand-file.js';

const STEPS = IMPORT_STEPS.importer;

/** With more columns, or longer headers, a refused file does not show its columns. */
const MAX_MAPPED = 200;
const MAX_HEADER = 256;

type ImportIds = Pick<JobPayload<'imports'>, 'importId' | 'organisationId'>;

/**
 * The job `check`: reads the whole file and writes nothing to contacts. Afterwards the import is `ready`, or
 * `importing` if it starts automatically, or the file is refused. It can be started again at any point and reaches the
 * same end.
 */
export async function checkImport(backends: Backends, ids: ImportIds, signal: AbortSignal): Promise<void> {
  const { accounts, imports, turns } = backends;
  const record = await imports.find(everyAccountOf(ids.organisationId), ids.importId);
  if (!record) return;
  if (isFinished(record.status)) return concludeImport(backends, record);
  const account = await accounts.find(everyAccountOf(record.organisationId), record.accountId);
  if (!account) throw new Error('the organisation has no such account');
  // Imports that start automatically are applied in the order of their uploads, not of the ends of their checks.
  if (record.options.start === 'auto') await turns.enter(account, record._id);
  if (record.status !== 'ready') await check(backends, account, record, signal);
  await startIfAuto(backends, account, ids);
}

async function check(
  backends: Backends,
  account: AccountRef,
  record: ImportRecord,
  signal: AbortSignal,
): Promise<void> {
  const { imports, logger } = backends;
  const checking = await imports.step(record, STEPS.check, { processed: 0 });
  if (!checking) return;
  const progress = new Progress(checking, (figures) => imports.note(checking, figures));
  const keys = newObjectKeys(record._id);
  const dialect = unread();
  let running: RunningCheck | null = null;
  let report: FileReport;
  try {
    if (checking.cancelRequested) throw new CancelRequestedError();
    const oldForms = await readOldForms(backends.contacts, account);
    const keepsOldForm = (written: string): boolean => oldForms.get(Number(written)) !== 0;
    const earlier = async (headersKey: string): Promise<ColumnMeaning[] | null> => {
      const columns = await imports.startedColumns(record.organisationId, headersKey);
      return columns && asUnderstood(columns.map((column) => ({ ...column, understoodBy: 'earlier' as const })));
    };
    const mends = await readMends(backends.store, checking);
    running = { keys, progress, signal, keepsOldForm, earlier, dialect, mends };
    report = await checkFile(backends, checking, running);
    await checkValueNames(backends, account, report);
  } catch (error) {
    await backends.store.deleteAll(keys.prefix);
    signal.throwIfAborted();
    const end = endAfter(error, dialect, running?.unknownHeader);
    if (end) await finishImport(backends, checking, ...end);
    else if (!(error instanceof NoLongerOursError)) throw error;
    return;
  }
  // From here on the record may refer to the objects, even if the response to the change was lost.
  if (await becomeReady(backends, account, checking, report, dialect)) {
    logger.info({ rows: report.checker.rows, ...importCounts(report.checked) }, 'import checked');
    countRows(report.checked);
  } else {
    await backends.store.deleteAll(keys.prefix);
    // It is still `checking`, so it was cancelled after the last point at which the check looks for that.
    await finishImport(backends, checking, STEPS.cancelCheck);
  }
}

/** @throws FileRefusedError when the account would have more value columns than fit into one download */
async function checkValueNames(
  { config, valueNames }: Backends,
  account: AccountRef,
  { checker }: FileReport,
): Promise<void> {
  const blank = checker.blankColumns();
  const names = checker.columns.filter(({ kind }, index) => kind === 'value' && !blank[index]).map(({ name }) => name);
  const max = maxValueNames(config.limits);
  if (await valueNames.haveRoom(account, names, max)) return;
  throw new FileRefusedError(fileError('too_many_value_names', { row: checker.headerRow }, { limit: max }));
}

function endAfter(
  error: unknown,
  dialect: ImportDialect,
  header?: readonly string[] | null,
): [ImporterStep, ImportChange] | null {
  if (error instanceof CancelRequestedError) return [STEPS.cancelCheck, {}];
  if (!(error instanceof FileRefusedError)) return null;
  return [STEPS.reject, { error: error.refusal, dialect, columns: columnsToMap(header ?? []) }];
}

/** The columns of a file that was refused because of its header, so that somebody can say what they become. */
function columnsToMap(header: readonly string[]): ImportColumn[] {
  const names = header.map((cell) => tidyText(unguardCell(cell))).filter((name) => name !== '');
  if (names.length < 2 || names.length > MAX_MAPPED || names.some((name) => name.length > MAX_HEADER)) return [];
  return names.map((name) => ({
    ...{ name, header: name, kind: columnKind(name), blank: false, contactsAffected: null },
    understoodBy: 'header',
    samples: [],
  }));
}

/**
 * Ends the check. An import without rows is complete, because there is nothing to confirm.
 * @returns false when another process was faster, or the import is to be cancelled
 */
async function becomeReady(
  backends: Backends,
  account: AccountRef,
  record: ImportRecord,
  report: FileReport,
  dialect: ImportDialect,
): Promise<boolean> {
  const { checker, format, checked, warnings, doubt } = report;
  const columns = await describeColumns(backends, account, report);
  warnings.push(...(await warnOfTwins(backends.contacts, account, checker.phones)));
  const { start, blankColumns } = record.options;
  // Where nothing is lost and nobody asked, nothing is removed: what is stored until the import is applied stays.
  const isMeant = blankColumns === 'clear' || (blankColumns === 'ask' && start === 'confirm');
  const blank = columns.filter(({ contactsAffected: lost }) => lost !== null && (isMeant || lost > 0)).length;
  if (checker.rows === 0) warnings.push(coded('no_rows'));
  if (blank > 0 && blankColumns !== 'keep') warnings.push(coded('blank_columns', { count: blank }));
  const counts = importCounts(checked);
  const found = {
    format,
    checked,
    rows: checker.rows,
    processed: processedRows(counts),
    counts,
    dialect,
    columns,
    headersKey: headersKeyOf(checker.columns.map(headerOf)),
    preview: checker.shown.preview,
    warnings,
    rowsPerSecond: null,
  };
  if (checker.rows === 0) return finishImport(backends, record, STEPS.completeEmpty, found);
  const { forecast, reasons } = await whatToConfirm(backends, account, { ...record, ...found }, doubt);
  const ready: ImportChange = { ...found, forecast, warnings: [...warnings, ...reasons] };
  if (start === 'auto' && reasons.length > 0) {
    ready.options = { ...record.options, start: 'confirm' };
    // Before it is ready: from then on a user may start it, which enters it into the queue.
    await leaveTurn(backends, account, record._id);
  }
  const unlessCancelled = { cancelRequested: false };
  return (await backends.imports.step(record, STEPS.ready, ready, unlessCancelled)) !== null;
}

/** The columns for the preview. For a value column that is blank throughout: how many contacts have that value now. */
async function describeColumns(
  { contacts }: Backends,
  account: AccountRef,
  { checker }: FileReport,
): Promise<ImportColumn[]> {
  const blank = checker.blankColumns();
  const described: ImportColumn[] = [];
  for (const [index, column] of checker.columns.entries()) {
    const { name, kind, by: understoodBy = 'header' } = column;
    if (name === '') continue;
    const isBlank = blank[index]!;
    let contactsAffected: number | null = null;
    if (kind === 'value' && isBlank) {
      const conditions = conditionsSchema.parse({ hasValue: [name] });
      contactsAffected = (await contacts.count([account], conditions, true)).value;
    }
    const shown = { header: headerOf(column), understoodBy, samples: checker.shown.samples[index]! };
    described.push({ name, kind, blank: isBlank, contactsAffected, ...shown });
  }
  return described;
}

async function startIfAuto(
  backends: Backends,
  account: AccountRef,
  { importId, organisationId }: ImportIds,
): Promise<void> {
  const { imports, jobs } = backends;
  const record = await imports.find(everyAccountOf(organisationId), importId);
  if (!record) return;
  if (isFinished(record.status)) return concludeImport(backends, record);
  if (record.status === 'ready') {
    if (record.options.start !== 'auto') return;
    await imports.step(record, STEPS.start, { startedAt: new Date() });
  }
  await jobs.add('imports', { kind: 'apply', importId, organisationId }, record.traceparent);
}

function countRows({ goodRows, duplicateRows, rejectedRows }: CheckedFile): void {
  for (const [outcome, rows] of Object.entries({ good: goodRows, duplicate: duplicateRows, rejected: rejectedRows }))
    metrics.rowsChecked.inc({ outcome }, rows);
}
