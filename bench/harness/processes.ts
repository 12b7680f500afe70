import { readFileSync } from 'node:fs';
import { secondsOf } from './in-turns.js';

const TICKS_PER_SECOND = 100;

/** The peak resident set size of a process so far, in MB (10^6 bytes). @throws where there is no /proc */
export function peakMegabytes(pid: number): number {
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  if (!kibibytes) throw new Error(`process ${pid} does not say how much memory it took`);
  return (Number(kibibytes) * 1024) / 1e6;
}

/** The CPU seconds of each process so far, by name; empty where there is no /proc. */
function cpuSeconds(pids: readonly number[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const pid of pids) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // The fields after the name, which may contain any character. utime and stime are the 12th and 13th.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const name = nameOf(readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0'));
      found.set(name, (found.get(name) ?? 0) + (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND);
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
  const before = cpuSeconds(pids());
  const seconds = await secondsOf(work);
  const taken = [...cpuSeconds(pids())]
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
