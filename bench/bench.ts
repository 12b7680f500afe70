/**
 * `npm run bench`: compares the product with alternatives, in one run on one machine. Every figure is a file in
 * bench/figures; docs/performance.md explains each one.
 */
import { Command } from 'commander';
import { rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import path from 'node:path';
import { consoleReport, explain, parseWhole, reasonOf, UserError } from '#terminal';
import { startLocalServices } from '../tools/local-services/start-local-services.js';
import { ROOT } from '../tools/product/service-process.js';
import { Shutdown } from '../tools/product/shutdown.js';
import { compareWith, comparedTable } from './compare.js';
import { figures, listmonkFigures } from './figures.js';
import { measureGrowth } from './growth/growth.js';
import { BenchProduct } from './harness/bench-product.js';
import type { Bench, Figure } from './harness/figure.js';
import { addToHistory, commitHere, lostGoals, readHistory } from './harness/history.js';
import { Listmonk } from './harness/listmonk/listmonk.js';
import { findListmonk } from './harness/listmonk/programs.js';
import { findMongoTools } from './harness/mongo-tools.js';
import { SIZES } from './harness/sizes.js';
import { resultSchema, table, type Result } from './harness/table.js';
import { profileImports } from './profile.js';

/** Every full run, a line each. It belongs into the repository. */
const HISTORY = path.join(ROOT, 'bench', 'history.jsonl');
/** Here, what is too large or too much for the repository stays. */
const LOCAL = path.join(ROOT, '.local', 'bench');
const PAIRS = 3;
const EVERY = [...figures, ...listmonkFigures];

interface Options {
  compare?: string;
  growth?: true;
  listmonk?: true;
  pictures: string;
  profile?: true;
  quick?: true;
  smoke?: true;
  json?: string;
  only?: string[];
  tools?: string;
  rows?: number;
  small?: number;
  large?: number;
  rounds?: number;
}
const whole = (most: number) => (text: string) => parseWhole(text, 1, most);
const options = new Command('npm run bench --')
  .description('Measures the product beside what else could be used. The ratio is the result.')
  .option('--profile', 'say instead what each step of an import costs the services, by sampling them')
  .option('--growth', 'say instead how cost grows with rows, accounts and tags; an interrupted run goes on')
  .option('--pictures <folder>', 'where --profile and --growth draw', path.relative(process.cwd(), LOCAL))
  .option('--quick', 'small amounts: under three minutes, and less to be trusted')
  .option('--smoke', 'tiny amounts: whether the bench itself works')
  .option('--only <names...>', `some figures: ${EVERY.map(({ name }) => name).join(', ')}`)
  .option('--json <file>', 'write the results there')
  .option('--compare <commit>', 'measure this build and that of a commit in turns, instead of beside others')
  .option('--listmonk', 'measure beside listmonk and PostgreSQL instead, which have to be installed')
  .option('--tools <folder>', 'where mongoimport, mongoexport and listmonk are, if not in PATH')
  .option('--rows <number>', 'contacts of imports, download and filters', whole(5_000_000))
  .option('--small <number>', 'rows of the small import of which memory and speed are compared', whole(5_000_000))
  .option('--large <number>', 'rows of the large one', whole(5_000_000))
  .option('--rounds <number>', 'counted rounds of each', whole(100))
  .parse()
  .opts<Options>();

const report = consoleReport();
const shutdown = new Shutdown(report);
try {
  await shutdown.end(await chosenWork());
} catch (error) {
  await shutdown.fail(error);
}

/** @returns the exit status */
async function chosenWork(): Promise<number> {
  if (options.compare !== undefined) return compare(options.compare);
  if (options.profile) return profile();
  if (options.growth) return growth();
  const status = await measureBeside();
  if (!options.smoke || options.only || options.listmonk) return status;
  // Whether these work, too.
  return Math.max(status, await growth(), await profile());
}

/** Says what each step of an import costs. @returns the exit status */
async function profile(): Promise<number> {
  const local = await startLocalServices({ report, onStop: (stop) => shutdown.atEnd(stop) });
  const said = await profileImports(local, makeBench().sizes.rows, path.resolve(options.pictures), report);
  report.say(`\n${said}\n\n${circumstances()}`);
  return 0;
}

/** Says how cost grows. @returns the exit status */
async function growth(): Promise<number> {
  const file = path.join(LOCAL, options.smoke ? 'growth-smoke.jsonl' : 'growth.jsonl');
  // A smoke run is there to measure.
  if (options.smoke) rmSync(file, { force: true });
  const picture = path.resolve(options.pictures, 'growth.svg');
  const { sizes } = makeBench();
  const said = await measureGrowth({ sizes, commit: commitHere(HISTORY), file, picture, report, shutdown });
  report.say(`\n${said}\n\n${circumstances()}`);
  return 0;
}

/** Measures the product beside what else could be used. @returns the exit status */
async function measureBeside(): Promise<number> {
  const results = await measureAll(makeBench(), chosen());
  report.say(`\n${table(results)}\n\n${circumstances()}`);
  if (options.json) writeFileSync(options.json, `${JSON.stringify(results, null, 2)}\n`);
  const failed = results.some(({ ratio, reason }) => ratio === null && reason?.startsWith('failed'));
  return failed || (isFull() && remember(results).length > 0) ? 1 : 0;
}

/** Only runs of the same amounts can be compared. */
function isFull(): boolean {
  const { quick, smoke, rows, small, large, rounds } = options;
  return !quick && !smoke && [rows, small, large, rounds].every((amount) => amount === undefined);
}

/** Adds a full run to the history. @returns the goals that it has lost, which it also prints */
function remember(results: Result[]): string[] {
  const lost = lostGoals(readHistory(HISTORY), results);
  const [cpu] = cpus();
  addToHistory(HISTORY, {
    at: new Date().toISOString(),
    commit: commitHere(HISTORY),
    cores: cpus().length,
    cpu: cpu?.model ?? 'unknown',
    node: process.versions.node,
    results,
  });
  if (lost.length > 0) report.say(`\nGoals that were reached before:\n${lost.map((line) => `  ${line}`).join('\n')}`);
  return lost;
}

/** Measures this build and that of a commit. @returns the exit status */
async function compare(commit: string): Promise<number> {
  const { rounds = PAIRS, quick, smoke, rows, small, large } = options;
  const amounts = Object.entries({ rows, small, large }).filter(([, value]) => value !== undefined);
  const sizes = [
    ...(smoke ? ['--smoke'] : quick ? ['--quick'] : []),
    ...amounts.flatMap(([name, value]) => [`--${name}`, String(value)]),
  ];
  const names = chosen().map(({ name }) => name);
  const compared = await compareWith(commit, names, { pairs: rounds, sizes, report, shutdown });
  report.say(`\n${comparedTable(compared, commit)}\n\n${circumstances()}`);
  if (options.json) writeFileSync(options.json, `${JSON.stringify(compared, null, 2)}\n`);
  return compared.some(({ hasFailed }) => hasFailed) ? 1 : 0;
}

function chosen(): Figure[] {
  const { only, listmonk, tools } = options;
  const unknown = only?.filter((name) => !EVERY.some((figure) => figure.name === name)) ?? [];
  if (unknown.length > 0) throw new UserError(`There is no figure ${unknown.join(', ')}. See --help.`);
  if (only) return EVERY.filter(({ name }) => only.includes(name));
  if (!listmonk) return figures;
  const programs = findListmonk(tools);
  if ('missing' in programs) throw new UserError(`${programs.missing}.`);
  return listmonkFigures;
}

function makeBench(): Bench {
  const { rows, small, large, rounds } = options;
  const given = Object.entries({ rows, small, large, rounds }).filter(([, value]) => value !== undefined);
  const sizes = { ...SIZES[options.smoke ? 'smoke' : options.quick ? 'quick' : 'full'], ...Object.fromEntries(given) };
  const made = new Map<string, Promise<unknown>>();
  const once = <T>(name: string, make: () => Promise<T>) => {
    if (!made.has(name)) made.set(name, make());
    return made.get(name) as Promise<T>;
  };
  return {
    ...{ sizes, report, tools: findMongoTools(options.tools), once },
    product: () => once('product', startProduct),
    listmonk: () => once('listmonk', startListmonk),
  };
}

async function startProduct(): Promise<BenchProduct> {
  const local = await startLocalServices({ report, onStop: (stop) => shutdown.atEnd(stop) });
  const product = await BenchProduct.start(local);
  shutdown.atEnd(() => product.stop());
  return product;
}

async function startListmonk(): Promise<Listmonk | { missing: string }> {
  const programs = findListmonk(options.tools);
  if ('missing' in programs) return programs;
  const listmonk = await Listmonk.start(programs, (stop) => shutdown.atEnd(stop));
  report.say(`Beside: ${listmonk.title}`);
  return listmonk;
}

async function measureAll(bench: Bench, wanted: Figure[]): Promise<Result[]> {
  const results: Result[] = [];
  for (const figure of wanted) {
    const task = report.task(figure.title(bench.sizes));
    try {
      const { result, details } = await measure(figure, bench);
      task.done(
        `${result.figure}: ${result.reason ?? `${result.ratio!.toFixed(2)}× ${result.besideName}`} (load ${load()})`,
      );
      for (const line of details) report.say(`    ${line}`);
      results.push(result);
    } catch (error) {
      task.fail(`${figure.title(bench.sizes)}\n${explain(error)}`);
      results.push({ ...blank(figure, bench), reason: `failed: ${reasonOf(error)}` });
    }
  }
  return results;
}

async function measure(figure: Figure, bench: Bench): Promise<{ result: Result; details: string[] }> {
  const outcome = await figure.measure(bench);
  if ('skipped' in outcome)
    return { result: { ...blank(figure, bench), reason: `skipped: ${outcome.skipped}` }, details: [] };
  const { ours, beside, besideName, details = [] } = outcome;
  const ratio = ours / beside;
  const ok = figure.goal.isReached({ ours, beside, ratio });
  return { result: resultSchema.parse({ ...blank(figure, bench), ours, beside, besideName, ratio, ok }), details };
}

function blank({ name, title, unit, goal }: Figure, { sizes }: Bench): Result {
  const nothing = { ours: null, beside: null, besideName: null, ratio: null, ok: null };
  return { name, figure: title(sizes), unit, ...nothing, goal: goal.value, goalText: goal.text };
}

function circumstances(): string {
  return `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC, ${cpus().length} cores, load ${load()}, Node.js ${process.versions.node}; ${amounts()}`;
}

function amounts(): string {
  if (options.smoke) return 'smoke run, its figures mean nothing';
  if (options.quick) return 'quick run';
  return isFull() ? 'full amounts' : 'amounts of its own';
}

function load(): string {
  return loadavg()[0]!.toFixed(1);
}
