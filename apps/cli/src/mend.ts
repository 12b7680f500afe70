import { readFileSync } from 'node:fs';
import type { ApiClient } from '#api-client';
import {
  importMendsSchema,
  type Import,
  type ImportMends,
  type ImportRow,
  type ImportRowKind,
  type ImportRowPage,
} from '#contracts';
import { followImport, UserError, type Report } from '#terminal';
import { reasonOf } from './connect.js';
import { sayImport } from './import-file.js';

export interface MendChoice {
  /** Lists only these rows. */
  kind?: ImportRowKind;
  /** `7:name=Ann` */
  cell: string[];
  /** `city:Barclona=Barcelona` */
  same: string[];
  dropSurplus: number[];
  leaveOut: number[];
  leaveOutAll: string[];
  /** A file with the body of `PATCH /v1/imports/{id}/mends`. */
  file?: string;
}

/**
 * Mends rows of an import that waits and has its file checked again; if nothing is to be mended, lists the rows that may
 * have to be.
 * @returns the exit status: 2 when rows are still rejected
 */
export async function mend(api: ApiClient, id: string, choice: MendChoice, report: Report): Promise<number> {
  const refused = (cause: unknown) => {
    throw new UserError(reasonOf(cause), { cause });
  };
  const mends = mendsOf(choice);
  if (mends.rows.length + mends.same.length + mends.kinds.length === 0) {
    await list(api, id, choice.kind, report).catch(refused);
    return 0;
  }
  await api.patch<Import>(`/v1/imports/${id}/mends`, mends).catch(refused);
  const checked = await followImport((onProgress) => api.followImport(id, onProgress), report);
  sayImport(checked, report);
  if (checked.status !== 'ready') return 3;
  report.say(`\`contacts start ${id}\` imports it.`);
  return checked.counts.rejected > 0 ? 2 : 0;
}

async function list(api: ApiClient, id: string, kind: ImportRowKind | undefined, report: Report): Promise<void> {
  const { columns } = await api.get<Import>(`/v1/imports/${id}`);
  const headers = columns.map(({ header, name }) => header ?? name);
  const query = new URLSearchParams({ limit: '200', ...(kind && { kind }) });
  for (;;) {
    const page = await api.get<ImportRowPage>(`/v1/imports/${id}/rows?${query.toString()}`);
    for (const row of page.items) for (const line of linesOf(row, headers)) report.say(line);
    if (page.next === null) return sayKinds(page, report);
    query.set('after', page.next);
  }
}

function linesOf({ row, column, error, same, cells, surplus }: ImportRow, headers: readonly string[]): string[] {
  const place = column === null ? `row ${row}` : `row ${row}, ${column}`;
  const others = same > 1 ? ` (so in ${same} rows)` : '';
  const shown = cells.map((cell, at) => `${headers[at] ?? ''}=${cell}`);
  return [`${place}: ${error.message}${others}`, `  ${[...shown, ...surplus].join('  ')}`];
}

/** Each reason with its code, which `--leave-out-all` takes, and what was mended in many rows at once. */
function sayKinds({ kinds, same, leftOut }: ImportRowPage, report: Report): void {
  for (const { kind, code, count, message } of kinds) report.say(`${count} ${kind}, ${code}: ${message}`);
  for (const { column, from, to } of same) report.say(`mended: ${column}:${from}=${to}`);
  for (const { code } of leftOut) report.say(`left out: ${code}`);
  if (kinds.length + same.length + leftOut.length === 0) report.say('No row has to be mended.');
}

/** @throws UserError when an option or the file cannot be understood */
function mendsOf({ cell, same, dropSurplus, leaveOut, leaveOutAll, file }: MendChoice): ImportMends {
  const { rows, ...others } = file === undefined ? { rows: [], same: [], kinds: [] } : readMends(file);
  const byRow = new Map(rows.map((mended) => [mended.row, mended]));
  const add = (row: number, change: Partial<ImportMends['rows'][number]>) =>
    byRow.set(row, { ...byRow.get(row), ...change, row });
  for (const text of cell) {
    const [, row, column, to] = /^(\d+):(.+?)=(.*)$/s.exec(text) ?? notUnderstood(text, 'ROW:COLUMN=TEXT');
    add(Number(row), { cells: { ...byRow.get(Number(row))?.cells, [column!]: to! } });
  }
  for (const row of dropSurplus) add(row, { dropSurplus: true });
  for (const row of leaveOut) add(row, { leaveOut: true });
  const rules = same.map((text) => {
    const [, column, from, to] = /^(.+?):(.*?)=(.*)$/s.exec(text) ?? notUnderstood(text, 'COLUMN:FROM=TO');
    return { column: column!, from: from!, to: to! };
  });
  return {
    ...others,
    rows: [...byRow.values()],
    same: [...others.same, ...rules],
    kinds: [...others.kinds, ...leaveOutAll.map((code) => ({ code, leaveOut: true }))],
  };
}

function readMends(file: string): ImportMends {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new UserError(`${file} cannot be read as JSON: ${(cause as Error).message}`, { cause });
  }
  const { data, error } = importMendsSchema.safeParse(content);
  if (data) return data;
  const place = error.issues[0]!.path.join('.') || 'the whole';
  throw new UserError(`${file}: ${place} is not as \`PATCH /v1/imports/{id}/mends\` takes it.`);
}

function notUnderstood(text: string, form: string): never {
  throw new UserError(`${text}: write it as ${form}; where a text has a : or = itself, use --file.`);
}
