import ExcelJS from 'exceljs';
import { rmSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Export } from '#contracts';
import { person, VALUE_COLUMNS } from '../../tools/demo/people.js';
import { atLeast, type Figure } from '../harness/figure.js';
import { inTurns, secondsOf } from '../harness/in-turns.js';
import { storedPeople } from '../harness/stored-people.js';

const ROWS_PER_TURN = 2000;

/**
 * Downloads all contacts of an account as XLSX, from the request to the complete file; compared with the writer of exceljs
 * alone, which gets the same cells from memory.
 */
export const downloadXlsx: Figure = {
  name: 'download-xlsx',
  title: ({ rows }) => `download of ${rows.toLocaleString('en')} contacts as XLSX`,
  unit: 'rows/s',
  goal: atLeast(0.8),
  async measure(bench) {
    const { product, accountId } = await storedPeople(bench);
    const { rows, rounds } = bench.sizes;
    const file = path.join(tmpdir(), `contacts-bench-${process.pid}.xlsx`);
    const details: string[] = [];
    const cells = Array.from({ length: rows }, (_, index) => cellsOf(index));
    const figures = await inTurns(rounds, {
      ours: async () => {
        const { seconds, cpu } = await product.cpuOf(rows, async () => {
          const { api } = product;
          const { id } = await api.post<Export>('/v1/exports', { filter: { accountId }, format: 'xlsx' });
          const made = await api.followExport(id);
          if (made.rows !== rows) throw new Error(`the download has ${made.rows} rows of ${rows}`);
          await (await fetch(await api.downloadUrl(id))).arrayBuffer();
        });
        details.push(`CPU, ours: ${cpu}`);
        return rows / seconds;
      },
      beside: async () => rows / (await secondsOf(() => writeWorkbook(file, cells))),
    });
    rmSync(file, { force: true });
    return { ...figures, besideName: 'exceljs alone, cells in memory', details };
  },
};

function cellsOf(index: number): string[] {
  const { phone, name, tags, values } = person(index);
  return [phone, name, tags.join(', '), ...VALUE_COLUMNS.map((column) => values[column] ?? '')];
}

/** Every cell as a text in its place, as in ours. */
async function writeWorkbook(file: string, rows: readonly string[][]): Promise<void> {
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: file, useSharedStrings: false });
  const sheet = workbook.addWorksheet('contacts');
  sheet.addRow(['id', 'name', 'tags', ...VALUE_COLUMNS]).commit();
  for (const [index, cells] of rows.entries()) {
    sheet.addRow(cells.map((cell) => (cell === '' ? null : cell))).commit();
    if (index % ROWS_PER_TURN === 0) await nextTurn();
  }
  sheet.commit();
  await workbook.commit();
}
