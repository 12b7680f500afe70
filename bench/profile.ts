import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SERVICES, type ServiceName } from '#contracts';
import type { Report } from '#terminal';
import { eventually } from '../test/support/eventually.js';
import type { LocalServices } from '../tools/local-services/start-local-services.js';
import { ROOT } from '../tools/product/service-process.js';
import { BenchProduct } from './harness/bench-product.js';
import type { Attempts } from './harness/attempts.js';
import { drawFlames } from './harness/flame-graph.js';
import { secondsOf } from './harness/in-turns.js';
import { peopleBlob } from './harness/people-blob.js';
import { profileTable, type ProfiledImport } from './harness/profile-table.js';
import { foldedStacks, type Profile } from './harness/folded-stacks.js';

/** Here they stay, for a viewer such as that of Chrome. */
const FOLDER = path.join(ROOT, '.local', 'profiles');
const PROGRAM = path.join(ROOT, 'dist', 'bench', 'harness', 'profiled-main.js');
const WRITTEN_MS = 60_000;

/**
 * Imports a file of new people, the same again, and one with a tenth changed, and samples what the services compute.
 * @param pictures the folder for the flame graphs
 * @returns a table in Markdown, and where the flame graphs and profiles are
 */
export async function profileImports(
  local: LocalServices,
  rows: number,
  pictures: string,
  report: Report,
): Promise<string> {
  for (const folder of [FOLDER, pictures]) mkdirSync(folder, { recursive: true });
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
    const columns = new Map<string, ProfiledImport>();
    for (const [kind, content] of kinds) {
      const task = report.task(`${rows.toLocaleString('en')} rows, ${kind}`);
      const sampled = await sampledImport(product, accountId, content, written);
      columns.set(kind, sampled);
      const name = kind.replaceAll(' ', '-');
      const title = `Processor time of an import of ${rows.toLocaleString('en')} rows: ${kind}`;
      writeFileSync(path.join(pictures, `flames-${name}.svg`), drawFlames(sampled.stacks, rows, title));
      const lines = [...sampled.stacks].map(([stack, microseconds]) => `${stack} ${Math.round(microseconds)}\n`);
      writeFileSync(path.join(FOLDER, `${name}.folded`), lines.join(''));
      task.done();
    }
    const where = `Flame graphs: ${relative(pictures)}/flames-*.svg; the stacks of each import, and the profiles of the last: ${relative(FOLDER)}.`;
    return `${profileTable(columns, rows)}\n\n${where}`;
  } finally {
    await product.stop();
  }
}

const relative = (folder: string) => path.relative(ROOT, folder);

/** @param written where a service writes its profile */
async function sampledImport(
  product: BenchProduct,
  accountId: string,
  content: Blob,
  written: (name: ServiceName) => string,
): Promise<ProfiledImport> {
  const elapsed = { completed: 0, settled: 0 };
  await signalAll(product);
  elapsed.settled = await secondsOf(async () => {
    elapsed.completed = await secondsOf(() => product.import(accountId, content));
    await product.settled();
  });
  for (const name of SERVICES) rmSync(written(name), { force: true });
  await signalAll(product);
  return { ...(await sampledIn(written)), elapsed };
}

/** Begins or ends the sampling. */
async function signalAll(product: BenchProduct): Promise<void> {
  for (const name of SERVICES) await product.service(name).kill('SIGUSR2');
}

async function sampledIn(
  written: (name: ServiceName) => string,
): Promise<{ stacks: Map<string, number>; attempts: Attempts }> {
  const stacks = new Map<string, number>();
  const attempts: Attempts = {};
  for (const name of SERVICES) {
    const profile = await eventually(`the profile of ${name}`, () => readProfile(written(name)), WRITTEN_MS);
    for (const [stack, microseconds] of foldedStacks(profile)) stacks.set(`${name};${stack}`, microseconds);
    Object.assign(attempts, profile.attempts);
  }
  return { stacks, attempts };
}

/** @throws while it is not there, or only in part */
function readProfile(file: string): Profile & { attempts: Attempts } {
  if (!existsSync(file)) throw new Error(`${file} is not there`);
  return JSON.parse(readFileSync(file, 'utf8')) as Profile & { attempts: Attempts };
}
