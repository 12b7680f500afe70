import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { ROOT } from '../../tools/product/service-process.js';
import { resultSchema, type Result } from './table.js';

/** One full run: a line of bench/history.jsonl. */
const runSchema = z.object({
  at: z.iso.datetime(),
  /** The short hash; with a plus where the checkout had changes of its own. */
  commit: z.string(),
  cores: z.number().int(),
  cpu: z.string(),
  node: z.string(),
  results: z.array(resultSchema),
});
export type Run = z.infer<typeof runSchema>;

/**
 * The short hash of this checkout, with a plus where it has changes of its own.
 * @param history does not count as a change
 */
export function commitHere(history: string): string {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: 'pipe' }).trim();
  try {
    const but = `:!${path.relative(ROOT, history)}`;
    const changed = git('status', '--porcelain', '--untracked-files=no', '--', '.', but);
    return git('rev-parse', '--short=9', 'HEAD') + (changed === '' ? '' : '+');
  } catch {
    return 'unknown';
  }
}

/** The full runs of before, oldest first. @throws when a line is not one */
export function readHistory(file: string): Run[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => runSchema.parse(JSON.parse(line)));
}

export function addToHistory(file: string, run: Run): void {
  appendFileSync(file, `${JSON.stringify(run)}\n`);
}

/**
 * The goals that were reached when each was measured last, and are not reached now, a sentence for each.
 * @param history oldest first
 */
export function lostGoals(history: readonly Run[], now: readonly Result[]): string[] {
  return now
    .filter(({ ok }) => ok === false)
    .flatMap(({ name, figure, ratio, goalText }) => {
      const last = history.findLast(({ results }) =>
        results.some((result) => result.name === name && result.ok !== null),
      );
      const before = last?.results.find((result) => result.name === name);
      if (!before?.ok) return [];
      const was = `${before.ratio!.toFixed(2)}× at ${last!.commit}`;
      return [`${figure}: ${ratio!.toFixed(2)}× does not reach ${goalText}; it was ${was}.`];
    });
}
