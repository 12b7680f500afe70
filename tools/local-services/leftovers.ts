import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Report } from '#terminal';
import { identify, isRunning, type ProcessIdentity } from './process-identity.js';
import type { Supervisor } from './supervisor.js';

const GRACE_MS = 15_000;
const LOOK_AGAIN_MS = 100;

/** Stores which servers use this folder's data, for {@link endLeftovers}. */
export function rememberServers(folder: string, supervisor: Supervisor): void {
  const servers = supervisor
    .pids()
    .map(identify)
    .filter((server) => server !== null);
  writeFileSync(noteIn(folder), JSON.stringify(servers));
}

/**
 * Stops servers of an earlier launcher that was killed together with its watchdog, because they still use the data.
 * Does not stop an unrelated process that has since got the same process id.
 */
export async function endLeftovers(folder: string, report: Report): Promise<void> {
  const note = noteIn(folder);
  if (!existsSync(note)) return;
  const leftovers = (JSON.parse(readFileSync(note, 'utf8')) as ProcessIdentity[]).filter(isRunning);
  if (leftovers.length > 0) {
    report.say(`Ending what an earlier run left behind (process ${leftovers.map(({ pid }) => pid).join(', ')})`);
    for (const { pid } of leftovers) process.kill(pid, 'SIGTERM');
    const deadline = Date.now() + GRACE_MS;
    while (leftovers.some(isRunning)) {
      if (Date.now() > deadline) for (const server of leftovers.filter(isRunning)) process.kill(server.pid, 'SIGKILL');
      await sleep(LOOK_AGAIN_MS);
    }
  }
  rmSync(note, { force: true });
}

function noteIn(folder: string): string {
  return path.join(folder, 'servers.json');
}
