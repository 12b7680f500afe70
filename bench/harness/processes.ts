import { readFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100;

/** The highest resident set of a process so far, in MB (10^6 bytes). @throws where there is no /proc */
export function peakMegabytes(pid: number): number {
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  if (!kibibytes) throw new Error(`process ${pid} does not say how much memory it took`);
  return (Number(kibibytes) * 1024) / 1e6;
}

/** CPU seconds that each process has taken so far, by its name; empty where there is no /proc. */
export function cpuSeconds(pids: readonly number[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const pid of pids) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // Behind the name, which may hold anything: utime and stime are the 12th and 13th.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const name = nameOf(readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0'));
      found.set(name, (found.get(name) ?? 0) + (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND);
    } catch {
      // It has ended, or this is not Linux.
    }
  }
  return found;
}

/** Who took how much of one core meanwhile, most first: `secantusd-rs 71 %, contacts 32 %`. */
export function cpuShares(before: Map<string, number>, after: Map<string, number>, seconds: number): string {
  return [...after]
    .map(([name, taken]): [string, number] => [name, ((taken - (before.get(name) ?? 0)) * 100) / seconds])
    .filter(([, share]) => share >= 1)
    .sort((a, b) => b[1] - a[1])
    .map(([name, share]) => `${name} ${Math.round(share)} %`)
    .join(', ');
}

function nameOf(command: string[]): string {
  const service = command.map((word) => /apps\/(\w+)\/src\/main\.js$/.exec(word)?.[1]).find(Boolean);
  return service ?? command[0]!.split('/').at(-1)!.split(' ')[0]!;
}
