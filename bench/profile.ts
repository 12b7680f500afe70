import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { SERVICES, type ServiceName } from '#contracts';
import type { Report } from '#terminal';
import { eventually } from '../test/support/eventually.js';
import type { LocalServices } from '../tools/local-services/start-local-services.js';
import { ROOT } from '../tools/product/service-process.js';
import { BenchProduct } from './harness/bench-product.js';
import { peopleBlob } from './harness/people-blob.js';
import { timeBySteps, type Profile } from './harness/time-by-steps.js';

/** Here they stay, for a viewer such as that of Chrome. */
const FOLDER = path.join(ROOT, '.local', 'profiles');
const PROGRAM = path.join(ROOT, 'dist', 'bench', 'harness', 'profiled-main.js');
/** Not ours: what is said to servers, by their own clients. */
const CLIENTS = /^client of /;
const WRITTEN_MS = 60_000;

/** Microseconds of processor time for each row, by service and step. */
type Costs = Map<string, number>;

/**
 * Imports a file of new people, the same again, and one with a tenth changed, and samples what the services compute.
 * @returns a table in Markdown, and where the profiles are
 */
export async function profileImports(local: LocalServices, rows: number, report: Report): Promise<string> {
  mkdirSync(FOLDER, { recursive: true });
  const written = (name: ServiceName) => path.join(FOLDER, `${name}.cpuprofile`);
  const product = await BenchProduct.start(local, (name) => [PROGRAM, name, written(name)]);
  try {
    const accountId = await product.newAccount();
    const file = await peopleBlob(rows);
    // So that V8 has compiled what is to be measured.
    await product.import(await product.newAccount(), await peopleBlob(Math.ceil(rows / 4)));
    await product.settled();
    const kinds: [string, Blob][] = [
      ['new', file],
      ['the same again', file],
      ['a tenth changed', await peopleBlob(rows, { town: 'Elsewhere' })],
    ];
    const columns = new Map<string, Costs>();
    for (const [kind, content] of kinds) {
      const task = report.task(`${rows.toLocaleString('en')} rows, ${kind}`);
      await signalAll(product);
      await product.import(accountId, content);
      await product.settled();
      for (const name of SERVICES) rmSync(written(name), { force: true });
      await signalAll(product);
      columns.set(kind, await costs(rows, written));
      task.done();
    }
    return `${profileTable(columns)}\n\nThe profiles of the last import are in ${path.relative(ROOT, FOLDER)}.`;
  } finally {
    await product.stop();
  }
}

/** Begins or ends the sampling. */
async function signalAll(product: BenchProduct): Promise<void> {
  for (const name of SERVICES) await product.service(name).kill('SIGUSR2');
}

async function costs(rows: number, written: (name: ServiceName) => string): Promise<Costs> {
  const found: Costs = new Map();
  for (const name of SERVICES) {
    const profile = await eventually(`the profile of ${name}`, () => readProfile(written(name)), WRITTEN_MS);
    for (const [step, microseconds] of timeBySteps(profile)) found.set(`${name}: ${step}`, microseconds / rows);
  }
  return found;
}

/** @throws while it is not there, or only in part */
function readProfile(file: string): Profile {
  if (!existsSync(file)) throw new Error(`${file} is not there`);
  return JSON.parse(readFileSync(file, 'utf8')) as Profile;
}

/** Every step that takes a hundredth of its import or more, the dearest first. */
function profileTable(columns: ReadonlyMap<string, Costs>): string {
  const kinds = [...columns.keys()];
  const sum = (kind: string, wanted: (step: string) => boolean) =>
    [...columns.get(kind)!].filter(([step]) => wanted(step)).reduce((total, [, cost]) => total + cost, 0);
  const isClient = (step: string) => CLIENTS.test(step.split(': ')[1]!);
  const all = new Map(kinds.map((kind) => [kind, sum(kind, () => true)]));
  const steps = [...new Set(kinds.flatMap((kind) => [...columns.get(kind)!.keys()]))]
    .filter((step) => kinds.some((kind) => (columns.get(kind)!.get(step) ?? 0) >= all.get(kind)! / 100))
    .sort((a, b) => (columns.get(kinds[0]!)!.get(b) ?? 0) - (columns.get(kinds[0]!)!.get(a) ?? 0));
  const text = (cost: number) => `${cost.toFixed(1)} µs`;
  const lines = [
    ['service: step', ...kinds],
    ['---', ...kinds.map(() => '---')],
    ...steps.map((step) => [step, ...kinds.map((kind) => text(columns.get(kind)!.get(step) ?? 0))]),
    ['**of ours**', ...kinds.map((kind) => text(sum(kind, (step) => !isClient(step))))],
    ['**the clients of servers**', ...kinds.map((kind) => text(sum(kind, isClient)))],
  ];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
