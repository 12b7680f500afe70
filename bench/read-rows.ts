/**
 * `npm run bench`: how fast rows are read and judged, beside papaparse alone, in one process and in turns. Absolute
 * figures mean little on a shared machine; the ratio is the result. More figures come here as they are needed.
 */
import { readHeader, readRow } from '#contact-rules';
import { defaultLimits } from '#contracts';
import { Command } from 'commander';
import { loadavg } from 'node:os';
import { performance } from 'node:perf_hooks';
import Papa from 'papaparse';
import { makePeopleFile } from '../scripts/demo/people-file.js';
import { parseWhole } from '../scripts/options.js';

const { rows: count, rounds } = new Command('npm run bench --')
  .option('--rows <number>', 'rows of the file', (text) => parseWhole(text, 1_000, 1_000_000), 200_000)
  .option('--rounds <number>', 'counted rounds of each', (text) => parseWhole(text, 1, 100), 5)
  .parse()
  .opts<{ rows: number; rounds: number }>();

const { content } = makePeopleFile(count);
const contenders = { ours: readAndJudge, papaparse: parseAlone };
const seconds: Record<keyof typeof contenders, number[]> = { ours: [], papaparse: [] };
for (let round = 0; round <= rounds; round++) {
  const order = round % 2 === 0 ? (['ours', 'papaparse'] as const) : (['papaparse', 'ours'] as const);
  for (const name of order) {
    const started = performance.now();
    const found = contenders[name]();
    if (found !== count) throw new Error(`${name} found ${found} rows of ${count}`);
    // The first round warms up.
    if (round > 0) seconds[name].push((performance.now() - started) / 1000);
  }
}
const ratio = median(seconds.papaparse) / median(seconds.ours);
console.log(`rows read and judged   ${rate(seconds.ours)} rows/s`);
console.log(`papaparse alone        ${rate(seconds.papaparse)} rows/s`);
console.log(`ratio                  ${ratio.toFixed(2)}   (medians of ${rounds}, load ${loadavg()[0]!.toFixed(1)})`);

function parseAlone(): number {
  return Papa.parse<string[]>(content, { newline: '\n' }).data.length - 1;
}

function readAndJudge(): number {
  const [cells, ...data] = Papa.parse<string[]>(content, { newline: '\n' }).data;
  const header = readHeader(cells!, defaultLimits);
  if (!header.ok) throw new Error(header.error.code);
  let good = 0;
  for (const [index, row] of data.entries()) {
    if (readRow(header.columns, row, index + 2, defaultLimits, { blankCells: 'keep' }).ok) good++;
  }
  return good;
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

function rate(values: number[]): string {
  return Math.round(count / median(values))
    .toLocaleString('en')
    .padStart(10);
}
