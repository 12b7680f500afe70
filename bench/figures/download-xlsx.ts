import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { person, VALUE_COLUMNS } from '../../tools/demo/people.js';
import { fetchDownload } from '../harness/downloads.js';
import { atLeast, type Figure } from '../harness/figure.js';
import { inTurns, secondsOf } from '../harness/in-turns.js';
import { writeWorkbook, type Cell } from '../harness/people-workbook.js';
import { storedPeople } from '../harness/stored-people.js';

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
          const { made, file: answer } = await fetchDownload(product, accountId, 'xlsx');
          if (made.rows !== rows) throw new Error(`the download has ${made.rows} rows of ${rows}`);
          await answer.arrayBuffer();
        });
        details.push(`CPU, ours: ${cpu}`);
        return rows / seconds;
      },
      beside: async () => rows / (await secondsOf(() => writeWorkbook(file, cells, { useSharedStrings: false }))),
    });
    rmSync(file, { force: true });
    return { ...figures, besideName: 'exceljs alone, cells in memory', details };
  },
};

function cellsOf(index: number): Cell[] {
  const { phone, name, tags, values } = person(index);
  return [phone, name, tags.join(', ') || null, ...VALUE_COLUMNS.map((column) => values[column] || null)];
}
