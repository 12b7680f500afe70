/**
 * `npm run chaos`: the product works for its clients while bad things happen to it; then everything is compared with
 * what must be true. docs/reliability.md explains it and has the figures of the last full run.
 */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { consoleReport, UserError } from '#terminal';
import { ROOT } from '../tools/product/service-process.js';
import { Shutdown } from '../tools/product/shutdown.js';
import { faults } from './faults/faults.js';
import { resultPage, resultText } from './report.js';
import { run, type RunSize } from './run.js';
import { FULL, QUICK } from './sizes.js';

const PAGE = path.join(ROOT, 'docs', 'reliability.md');
const BEGIN = '<!-- figures: written by npm run chaos -->';
const END = '<!-- end of figures -->';

interface Options {
  seed: string;
  quick?: true;
  share?: number;
  only?: string[];
}

const options = new Command('npm run chaos --')
  .description(
    'Lets happen to the product what happens in a bad month, and compares everything with what must be true.',
  )
  .option('--seed <text>', 'the same choices again; printed by every run', randomBytes(4).toString('hex'))
  .option('--quick', 'three minutes: one of each fault')
  .option('--share <number>', 'a part of the full run: 0.1', Number)
  .option('--only <words...>', 'only faults whose names have one of these words')
  .parse()
  .opts<Options>();

const report = consoleReport();
const shutdown = new Shutdown(report);
try {
  const { seed } = options;
  report.say(`seed ${seed}`);
  const result = await run({ seed, size: chosenSize(), faults: chosenFaults(), report, shutdown });
  report.say(`\n${resultText(result)}\n\nSeed ${seed}. Logs of the services: .local/chaos`);
  const isFull = !options.quick && options.share === undefined && !options.only;
  if (isFull) writePage(resultPage(result, { version: version(), seed, command: `npm run chaos -- --seed ${seed}` }));
  await shutdown.end(result.findings.some(({ broken }) => broken.length > 0) ? 1 : 0);
} catch (error) {
  await shutdown.fail(error);
}

function chosenSize(): RunSize {
  const { quick, share } = options;
  if (share === undefined) return quick ? QUICK : FULL;
  if (!(share > 0 && share <= 1)) throw new UserError('--share is a number above 0 and up to 1.');
  const part = (whole: number) => Math.max(1, Math.round(whole * share));
  const { imports, rows, cancels, queued } = FULL.amounts;
  return {
    ...FULL,
    plan: { ...FULL.plan, rounds: part(FULL.plan.rounds), share },
    amounts: { imports: part(imports), rows: part(rows), cancels: part(cancels), queued },
  };
}

function chosenFaults() {
  const { only } = options;
  const chosen = only ? faults.filter(({ name }) => only.some((word) => name.includes(word))) : faults;
  if (chosen.length === 0)
    throw new UserError(`No fault has these words. There are:\n  ${faults.map(({ name }) => name).join('\n  ')}`);
  return chosen;
}

function version(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: ROOT, encoding: 'utf8' }).trim();
  } catch {
    return (JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { version: string }).version;
  }
}

/** Replaces the figures in the page, and leaves its text. */
function writePage(figures: string): void {
  const page = readFileSync(PAGE, 'utf8');
  const [before, after] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (before < 0 || after < before) throw new UserError(`${PAGE} has no place for the figures.`);
  writeFileSync(PAGE, `${page.slice(0, before)}${BEGIN}\n\n${figures}\n\n${page.slice(after)}`);
}
