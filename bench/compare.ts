import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { reasonOf, UserError, type Report } from '#terminal';
import { buildOf } from '../test/support/other-build.js';
import { ROOT } from '../tools/product/service-process.js';
import type { Shutdown } from '../tools/product/shutdown.js';
import { median } from './harness/in-turns.js';
import { markdownTable, resultSchema } from './harness/table.js';

/** What the bench of any build writes with `--json`. */
const measuredSchema = resultSchema.pick({ figure: true, unit: true, ours: true, beside: true, reason: true });
type Measured = z.infer<typeof measuredSchema>;

/** One figure of both builds. The numbers are medians; null where it could not be measured. */
export interface Compared {
  figure: string;
  unit: string;
  here: number | null;
  there: number | null;
  /** What each build was compared with, here ÷ there: how much the machine itself changed meanwhile. */
  machine: number | null;
  reason: string | null;
  /** Not where the other build does not have the figure. */
  hasFailed: boolean;
}

export interface CompareOptions {
  /** How often each build measures each figure. */
  pairs: number;
  /** Added to the command line of each bench. */
  sizes: string[];
  report: Report;
  shutdown: Shutdown;
}

/**
 * Measures each figure with this build and that of a commit, in turns, and each in processes of its own.
 * @throws UserError when there is no such commit
 */
export async function compareWith(commit: string, names: string[], options: CompareOptions): Promise<Compared[]> {
  const { report, shutdown } = options;
  const folder = mkdtempSync(path.join(tmpdir(), 'contacts-compare-'));
  shutdown.atEnd(() => rmSync(folder, { recursive: true, force: true }));
  const hash = resolve(commit);
  report.say(`Building ${hash.slice(0, 9)}, unless it was built before`);
  const roots = { here: ROOT, there: buildOf(hash) };
  const found: Compared[] = [];
  for (const name of names) {
    const task = report.task(name);
    const measured: Record<keyof typeof roots, Measured[]> = { here: [], there: [] };
    try {
      for (let pair = 1; pair <= options.pairs; pair++)
        // Every second time the other one begins, so that other work on the machine favours neither.
        for (const which of pair % 2 === 1 ? (['here', 'there'] as const) : (['there', 'here'] as const)) {
          task.note(`pair ${pair} of ${options.pairs}, ${which}`);
          measured[which].push(await measure(roots[which], name, path.join(folder, 'result.json'), options));
        }
      found.push(summary(measured));
      task.done();
    } catch (error) {
      const isUnknown = reasonOf(error).includes(`no figure ${name}`);
      const reason = isUnknown ? `${commit} does not have it` : reasonOf(error);
      if (isUnknown) task.done(`${name}: ${reason}`);
      else task.fail(`${name}: ${reason}`);
      const nothing = { unit: '', here: null, there: null, machine: null };
      found.push({ figure: name, ...nothing, reason, hasFailed: !isUnknown });
    }
  }
  return found;
}

function resolve(commit: string): string {
  try {
    const args = ['rev-parse', '--verify', '--quiet', `${commit}^{commit}`];
    return execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch (cause) {
    throw new UserError(`There is no commit "${commit}" here. If this is a shallow clone: git fetch --unshallow`, {
      cause,
    });
  }
}

/** @throws Error with the last line of a bench that failed */
async function measure(
  root: string,
  name: string,
  file: string,
  { sizes, shutdown }: CompareOptions,
): Promise<Measured> {
  const program = path.join(root, 'dist', 'bench', 'bench.js');
  rmSync(file, { force: true });
  await new Promise<void>((done, fail) => {
    const args = [program, '--only', name, '--json', file, '--rounds', '1', ...sizes];
    const child = execFile(process.execPath, args, { cwd: root, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      if (error) fail(new Error(`${stdout}${stderr}`.trim().split('\n').at(-1) ?? error.message));
      else done();
    });
    shutdown.atEnd(() => void child.kill());
  });
  const [result] = z.array(measuredSchema).parse(JSON.parse(readFileSync(file, 'utf8')));
  if (!result || result.ours === null) throw new Error(result?.reason ?? 'nothing was measured');
  return result;
}

function summary({ here, there }: Record<'here' | 'there', Measured[]>): Compared {
  const of = (measured: Measured[], which: 'ours' | 'beside') => median(measured.map((one) => one[which]!));
  const { figure, unit } = here[0]!;
  return {
    figure,
    unit,
    here: of(here, 'ours'),
    there: of(there, 'ours'),
    machine: of(here, 'beside') / of(there, 'beside'),
    reason: null,
    hasFailed: false,
  };
}

/** As Markdown. */
export function comparedTable(compared: readonly Compared[], commit: string): string {
  const lines = compared.map(({ figure, unit, here, there, machine, reason }) => {
    if (here === null || there === null) return [figure, '–', '–', reason ?? '', ''];
    const text = (value: number) =>
      `${unit === 'rows/s' ? Math.round(value).toLocaleString('en') : value.toFixed(1)} ${unit}`;
    return [figure, text(here), text(there), `${(here / there).toFixed(2)}×`, `${machine!.toFixed(2)}×`];
  });
  const head = ['figure', 'here', commit, 'here ÷ there', 'the same of what is beside'];
  return markdownTable(head, lines);
}
