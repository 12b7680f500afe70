import { Injectable } from '@nestjs/common';
import { fold, headerOf, tidyText } from '#contact-rules';
import {
  isFinished,
  kindOfRow,
  listedRowSchema,
  MAX_MENDS,
  storedMendsSchema,
  type Import,
  type ImportMends,
  type ImportRow,
  type ImportRowPage,
  type ImportRowsQuery,
  type ListedRow,
  type StoredMends,
} from '#contracts';
import type { CheckedFile, ImportRecord, AccountScope } from '#persistence';
import { ProblemError, type FieldFault } from '#platform';
import { ObjectStore } from '#storage';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { isDeepStrictEqual } from 'node:util';
import { v7 as newId } from 'uuid';
import type { Principal } from '../access/principal.js';
import type { Commit } from '../audit/commit.js';
import { inWords } from '../http/language.js';
import { ImportsService, notStartable } from './imports.service.js';
import { countMends, mergeMends, NO_MENDS } from './merge-mends.js';
import { RecheckService } from './recheck.service.js';

/** The size of all mends of an import as JSON. */
const MAX_BYTES = 4 * 1024 * 1024;

/** Lists the rows of an import that may have to be mended, and takes mends. */
@Injectable()
export class MendsService {
  constructor(
    private readonly imports: ImportsService,
    private readonly recheck: RecheckService,
    private readonly store: ObjectStore,
  ) {}

  /** @throws ProblemError `import_not_found`, `not_ready` before the check is done, `not_found` when no rows are kept */
  async rows(scope: AccountScope, importId: string, query: ImportRowsQuery): Promise<ImportRowPage> {
    const record = await this.imports.record(scope, importId);
    const { checked, recheck = 0 } = record;
    requireKept(record);
    const { kind, code, after = 0, limit } = query;
    const items: ImportRow[] = [];
    let [line, last, matching] = [0, 0, 0];
    let next: string | null = null;
    for await (const row of this.listed(record)) {
      line++;
      if (!matches(row, kind, code)) continue;
      matching++;
      if (line <= after) continue;
      if (items.length === limit) next = String(last);
      else {
        items.push(rowAnswer(row));
        last = line;
      }
    }
    const { same, kinds: leftOut } = await this.mendsOf(record);
    const kinds = (checked?.listed ?? []).map((count) => ({
      ...count,
      message: inWords({ code: count.code }).message,
    }));
    const value = kind === 'mended' ? matching : countOf(checked?.listed ?? [], kind, code);
    return { items, next, count: { value, exact: true }, check: recheck, kinds, same, leftOut };
  }

  /**
   * Adds mends and has the file checked again through them. What is mended already changes nothing.
   * @throws ProblemError `wrong_state` unless it is ready, or the file was checked again since the rows were read;
   *   `invalid_request` for a row or a column that is not there, and for too many
   */
  async mend(principal: Principal, importId: string, added: ImportMends, commit: Commit): Promise<Import> {
    const record = await this.imports.record(principal, importId);
    const { recheck = 0 } = record;
    const before = await this.mendsOf(record);
    const named = withHeaders(record, added);
    const after = mergeMends(before, named, {
      by: { kind: principal.kind, id: principal.id },
      at: new Date().toISOString(),
    });
    if (isDeepStrictEqual(after, before)) {
      return this.recheck.checkAgain(principal, importId, ({ options, mends }) => ({ options, mends }), commit);
    }
    requireReady(record);
    if (added.check !== undefined && added.check !== recheck) throw new ProblemError('wrong_state/checked_since');
    await this.requireFit(record, named, after);
    const mends = { key: `imports/${importId}/${newId()}/mends`, count: countMends(after) };
    if (mends.count > 0) await this.store.put(mends.key, JSON.stringify(after), 'application/json');
    const choose = (now: ImportRecord): Pick<ImportRecord, 'options' | 'mends'> => {
      if ((now.recheck ?? 0) !== recheck) throw new ProblemError('wrong_state/checked_since');
      return { options: now.options, mends: mends.count > 0 ? mends : null };
    };
    return this.recheck.checkAgain(principal, importId, choose, commit);
  }

  private async mendsOf({ mends }: ImportRecord): Promise<StoredMends> {
    if (!mends) return NO_MENDS;
    return storedMendsSchema.parse(JSON.parse(await text(await this.store.get(mends.key))));
  }

  private async *listed({ checked }: ImportRecord): AsyncGenerator<ListedRow> {
    if (!checked?.listedKey) return;
    const input = await this.store.get(checked.listedKey);
    try {
      for await (const line of createInterface({ input, crlfDelay: Infinity }))
        yield listedRowSchema.parse(JSON.parse(line));
    } finally {
      input.destroy();
    }
  }

  private async requireFit(record: ImportRecord, added: ImportMends, after: StoredMends): Promise<void> {
    const errors: FieldFault[] = [];
    const headers = new Set(record.columns.map(headerOf));
    const rows = new Set<number>();
    if (added.rows.length > 0) for await (const { row } of this.listed(record)) rows.add(row);
    for (const [at, { row, cells = {} }] of added.rows.entries()) {
      if (!rows.has(row)) errors.push({ field: `rows.${at}.row`, code: 'field/row_not_listed' });
      for (const column of Object.keys(cells))
        if (!headers.has(column)) errors.push({ field: `rows.${at}.cells.${column}`, code: 'field/column_unknown' });
    }
    for (const [at, { column }] of added.same.entries())
      if (!headers.has(column)) errors.push({ field: `same.${at}.column`, code: 'field/column_unknown' });
    for (const [at, { code, leaveOut }] of added.kinds.entries()) {
      const isKnown = record.checked?.listed?.some((listed) => listed.code === code && listed.kind === 'rejected');
      if (leaveOut && !isKnown) errors.push({ field: `kinds.${at}.code`, code: 'field/kind_unknown' });
    }
    if (countMends(after) > MAX_MENDS || JSON.stringify(after).length > MAX_BYTES)
      errors.push({ field: 'rows', code: 'field/too_many_mends' });
    if (errors.length > 0) throw new ProblemError('invalid_request/mends', { errors });
  }
}

/** Columns are named as the file does, whatever the case and the spaces. */
function withHeaders({ columns }: ImportRecord, added: ImportMends): ImportMends {
  const known = new Map(columns.map((column) => [fold(headerOf(column)), headerOf(column)]));
  const named = (column: string): string => known.get(fold(tidyText(column))) ?? column;
  return {
    ...added,
    rows: added.rows.map(({ cells, ...row }) => ({
      ...row,
      ...(cells && { cells: Object.fromEntries(Object.entries(cells).map(([column, to]) => [named(column), to])) }),
    })),
    // Cells are compared without what is around them.
    same: added.same.map(({ column, from, to }) => ({ column: named(column), from: tidyText(from), to })),
  };
}

function requireKept({ status, checked, mends, filesRemovedAt }: ImportRecord): void {
  if (status === 'uploaded' || status === 'checking') throw new ProblemError('not_ready/rows');
  if (filesRemovedAt) throw new ProblemError('not_found/kept_no_longer');
  if (!checked || (isFinished(status) && !mends)) throw new ProblemError('not_found/rows');
}

function requireReady(record: ImportRecord): void {
  const { status } = record;
  if (status === 'ready') return;
  if (status === 'rejected') throw new ProblemError('wrong_state/mend_rejected');
  if (status === 'importing') throw new ProblemError('wrong_state/import_under_way');
  throw notStartable(record);
}

function matches({ reason, mend }: ListedRow, kind: ImportRowsQuery['kind'], code: string | undefined): boolean {
  if (code !== undefined && reason.code !== code) return false;
  if (kind === 'mended') return mend !== undefined;
  return kind === undefined || kindOfRow(reason.code) === kind;
}

function countOf(counts: NonNullable<CheckedFile['listed']>, kind?: string, code?: string): number {
  return counts
    .filter((count) => (kind === undefined || count.kind === kind) && (code === undefined || count.code === code))
    .reduce((sum, { count }) => sum + count, 0);
}

function rowAnswer({ reason, mend, ...row }: ListedRow): ImportRow {
  return { ...row, kind: kindOfRow(reason.code), error: inWords(reason), mended: mend ?? null };
}
