import { readFileSync } from 'node:fs';
import { cpuSeconds } from '../../tools/product/process-figures.js';
import { secondsOf } from './in-turns.js';

/** The CPU seconds of each process so far, by name; empty where there is no /proc. */
function cpuByName(pids: readonly number[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const pid of pids) {
    try {
      const name = nameOf(readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0'));
      found.set(name, (found.get(name) ?? 0) + cpuSeconds(pid));
    } catch {
      // It has ended, or this is not Linux.
    }
  }
  return found;
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
  const before = cpuByName(pids());
  const seconds = await secondsOf(work);
  const taken = [...cpuByName(pids())]
    .map(([name, total]): [string, number] => [name, total - (before.get(name) ?? 0)])
    .filter(([, own]) => own >= seconds / 100)
    .sort((a, b) => b[1] - a[1]);
  const parts = taken.map(([name, own], index) => {
    const [perRow, share] = [Math.round((own * 1e6) / rows), Math.round((own * 100) / seconds)];
    return index === 0 ? `${name} ${perRow} µs a row (${share} % of a core)` : `${name} ${perRow} (${share} %)`;
  });
  return { seconds, cpu: parts.join(', ') };
}

function nameOf(command: string[]): string {
  const service = command.map((word) => /apps\/(\w+)\/src\/main\.js$/.exec(word)?.[1]).find(Boolean);
  return service ?? command[0]!.split('/').at(-1)!.split(' ')[0]!;
}
