import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_MS = 250;

/** In KiB, as /proc has it. */
export interface ProcessMemory {
  resident: number;
  /** The part of it that other processes may have, too. */
  shared: number;
}

/** The processes, and all that they have started. @param parents the parent of each process of the machine */
export function withDescendants(roots: readonly number[], parents: ReadonlyMap<number, number>): number[] {
  const found = new Set(roots);
  for (const root of found) for (const [pid, parent] of parents) if (parent === root) found.add(pid);
  return [...found];
}

/** The processes, and all that they have started; only themselves where there is no /proc. */
export function processTree(roots: readonly number[]): number[] {
  const parents = new Map<number, number>();
  for (const pid of process.platform === 'linux' ? readdirSync('/proc').map(Number).filter(Boolean) : []) {
    const stat = readOf(pid, 'stat');
    // The second field after the name, which may contain any character.
    if (stat) parents.set(pid, Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  return withDescendants(roots, parents);
}

/** What a process has in memory. @param status the text of /proc/PID/status; a process that has ended has no memory there */
export function memoryIn(status: string): ProcessMemory {
  const of = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1] ?? 0);
  return { resident: of('VmRSS'), shared: of('RssShmem') };
}

/**
 * What processes have in memory together, in MB. The shared memory counts once, as much as one of them has of it:
 * PostgreSQL's processes all have the same buffers.
 */
export function megabytesTogether(processes: readonly ProcessMemory[]): number {
  const own = processes.reduce((sum, { resident, shared }) => sum + resident - shared, 0);
  return ((own + Math.max(0, ...processes.map(({ shared }) => shared))) * 1024) / 1e6;
}

/**
 * The most that processes, and what they start, have in memory together while the work is done, in MB. It looks four times
 * a second.
 */
export async function peakMegabytes(roots: () => readonly number[], work: () => Promise<unknown>): Promise<number> {
  let peak = 0;
  const look = () => {
    const statuses = processTree(roots()).map((pid) => readOf(pid, 'status') ?? '');
    peak = Math.max(peak, megabytesTogether(statuses.map(memoryIn)));
  };
  let isWorking = true;
  const watch = (async () => {
    for (; isWorking; await sleep(LOOK_MS)) look();
  })();
  try {
    await work();
  } finally {
    isWorking = false;
    await watch;
  }
  look();
  return peak;
}

/** Null when the process has ended. */
function readOf(pid: number, name: 'stat' | 'status'): string | null {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return null;
  }
}
