import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Papa from 'papaparse';
import { fetchDownload } from '../harness/downloads.js';
import { atLeast, type Figure } from '../harness/figure.js';
import { inTurns, secondsOf } from '../harness/in-turns.js';
import { mongoexport } from '../harness/mongo-tools.js';
import { storedPeople } from '../harness/stored-people.js';

const FIELDS = ['phone', 'name', 'tags', 'values'];

/**
 * Downloads all contacts of an account as CSV, from the request to the complete file; compared with mongoexport of the
 * same fields.
 */
export const downloadCsv: Figure = {
  name: 'download-csv',
  title: ({ rows }) => `download of ${rows.toLocaleString('en')} contacts`,
  unit: 'rows/s',
  goal: atLeast(1.5),
  async measure(bench) {
    const { tools } = bench;
    if ('missing' in tools) return { skipped: tools.missing };
    const { product, accountId } = await storedPeople(bench);
    const { rows, rounds } = bench.sizes;
    const file = path.join(tmpdir(), `contacts-bench-${process.pid}.csv`);
    const details: string[] = [];
    const figures = await inTurns(rounds, {
      ours: async () => {
        let text = '';
        const { seconds, cpu } = await product.cpuOf(rows, async () => {
          const { file: answer } = await fetchDownload(product, accountId, 'csv');
          text = await answer.text();
        });
        details.push(`CPU, ours: ${cpu}`);
        assertRows(text, rows);
        return rows / seconds;
      },
      beside: async () => {
        const place = { uri: product.mongodbUri, accountId, fields: FIELDS, file };
        const seconds = await secondsOf(() => mongoexport(tools, product.supervisor, place));
        assertRows(readFileSync(file, 'utf8'), rows);
        return rows / seconds;
      },
    });
    rmSync(file, { force: true });
    return { ...figures, besideName: 'mongoexport --type=csv', details };
  },
};

function assertRows(text: string, rows: number): void {
  const found = Papa.parse(text, { skipEmptyLines: true }).data.length - 1;
  if (found !== rows) throw new Error(`the file has ${found} rows of ${rows}`);
}
