import { readFileSync } from 'node:fs';
import { cpuSeconds, memoryMebibytes } from '../../tools/product/process-figures.js';
import { secondsOf } from './in-turns.js';

/** What `read` says of each process, summed up by name; empty where there is no /proc. */
function byName(pids: readonly number[], read: (pid: number) => number): Map<string, number> {
  const found = new Map<string, number>();
  for (const pid of pids) {
    try {
      const name = nameOf(readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0'));
      found.set(name, (found.get(name) ?? 0) + read(pid));
    } catch {
      // It has ended, or this is not Linux.
    }
  }
  return found;
}

/** The resident memory of a process in MB (millions of bytes). @throws where there is no /proc */
export function megabytes(pid: number): { now: number; most: number } {
  const { now, most } = memoryMebibytes(pid);
  return { now: (now * 2 ** 20) / 1e6, most: (most * 2 ** 20) / 1e6 };
}

/** The most memory that each of these processes has had, in MB, by name. */
export function peaksByName(pids: readonly number[]): Map<string, number> {
  return byName(pids, (pid) => megabytes(pid).most);
}

/** Does the work. @returns how long it took, and the CPU seconds that each of these processes used meanwhile, by name */
export async function cpuByName(
  pids: () => readonly number[],
  work: () => Promise<unknown>,
): Promise<{ seconds: number; used: Map<string, number> }> {
  const before = byName(pids(), cpuSeconds);
  const seconds = await secondsOf(work);
  const used = [...byName(pids(), cpuSeconds)].map(([name, total]) => [name, total - (before.get(name) ?? 0)] as const);
  return { seconds, used: new Map(used) };
}

/**
 * Does the work and reports the CPU time that each of these processes used, largest first: `secantusd-rs 290 µs a row
 * (71 % of a core), contacts 60 (15 %)`. On a machine with other load, CPU time per row says more than elapsed time.
 */
export async function cpuOf(
  pids: () => readonly number[],
  rows: number,
  work: () => Promise<unknown>,
): Promise<{ seconds: number; cpu: string }> {
  const { seconds, used } = await cpuByName(pids, work);
  const taken = [...used].filter(([, own]) => own >= seconds / 100).sort((a, b) => b[1] - a[1]);
  const parts = taken.map(([name, own], index) => {
    const [perRow, share] = [Math.round((own * 1e6) / rows), Math.round((own * 100) / seconds)];
    return index === 0 ? `${name} ${perRow} µs a row (${share} % of a core)` : `${name} ${perRow} (${share} %)`;
  });
  return { seconds, cpu: parts.join(', ') };
}

function nameOf(command: string[]): string {
  const service = command.map((word) => /apps\/(\w+)\/src\/main\.js$/.exec(word)?.[1]).find(Boolean);
  return service ?? command[0]!.split('/').at(-1)!.split(/[ :]/)[0]!;
}
