import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** A process that can be told from a later one that got the same number. */
export interface ProcessIdentity {
  pid: number;
  /** When it started, in a form to compare only. */
  started: string;
}

/**
 * What identifies a running process: its number together with the moment it started.
 * @returns null when there is no such process
 */
export function identify(pid: number): ProcessIdentity | null {
  const started = existsSync('/proc/self/stat') ? startedOnLinux(pid) : startedByPs(pid);
  return started === null ? null : { pid, started };
}

/** True while this very process runs. */
export function isRunning(process: ProcessIdentity): boolean {
  return identify(process.pid)?.started === process.started;
}

/** Field 22 of `stat` counts clock ticks since boot, so the boot's own id goes with it. A zombie has ended already. */
function startedOnLinux(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the name in brackets, which may hold spaces and brackets itself.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z') return null;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${fields[19]}`;
  } catch {
    return null;
  }
}

function startedByPs(pid: number): string | null {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
  } catch {
    return null;
  }
}
