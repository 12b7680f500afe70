import { once } from 'node:events';
import path from 'node:path';
import { reasonOf } from '#terminal';
import { findInPath, run } from './command.js';
import type { Disk, WayContext } from './ways.js';

/** As much as the servers of a test ever need. It takes only the memory that is in use. */
const SIZE = '8g';
/** What is written meanwhile makes the size that was just read too small. */
const FILL_ATTEMPTS = 20;

/** Prints a line when the disk is there, and keeps it until it is killed. */
const HOLD = `mount -t tmpfs -o size=${SIZE} none "$1" && echo ready && exec sleep 2147483647`;
const FILL = `mount -o remount,size="$(df -kP "$1" | awk 'NR == 2 { print ($3 > 4 ? $3 : 4) }')"k "$1"`;
const FREE = `mount -o remount,size=${SIZE} "$1"`;

/** A disk that one server has for itself. */
export interface OwnDisk extends Disk {
  /** The command with which a program sees it. */
  enter: string[];
}

/**
 * Puts a folder on a disk in memory that can be made full. Only programs that are started with {@link OwnDisk.enter} see
 * it: it is in a mount namespace, which a process of its own keeps, so that it outlives the server. Linux lets root do
 * this, and often every user in a namespace of users.
 * @returns the disk, or why there can be none on this machine
 */
export async function ownDisk(folder: string, context: WayContext): Promise<OwnDisk | { unavailable: string }> {
  const { environment, supervisor } = context;
  const [unshare, nsenter] = ['unshare', 'nsenter'].map((name) => findInPath([name], environment));
  if (!unshare || !nsenter) return { unavailable: 'a disk that can be filled needs unshare and nsenter, of Linux' };
  const isRoot = process.getuid?.() === 0;
  const logFile = path.join(context.folder, 'disk.log');
  const ready = new AbortController();
  const args = ['--mount', ...(isRoot ? [] : ['--map-root-user']), 'sh', '-c', HOLD, 'hold', folder];
  const onLine = (line: string): void => void (line === 'ready' && ready.abort());
  const holder = supervisor.spawn(unshare, args, { logFile, env: environment, onLine });
  const outcome = await Promise.race([holder.ended, once(ready.signal, 'abort').then(() => null)]);
  if (outcome !== null)
    return { unavailable: `this user may not mount a disk in a namespace (${holder.tail(1) || outcome})` };
  const user = isRoot ? [] : ['--user', '--preserve-credentials'];
  const enter = [nsenter, '--target', String(holder.pid), ...user, '--mount', '--'];
  const inside = (script: string) =>
    run(supervisor, enter[0]!, [...enter.slice(1), 'sh', '-c', script, 'disk', folder], { env: environment });
  return {
    enter,
    async fill() {
      for (let attempt = 1; ; attempt++)
        try {
          return void (await inside(FILL));
        } catch (error) {
          if (attempt === FILL_ATTEMPTS)
            throw new Error(`the disk cannot be filled: ${reasonOf(error)}`, { cause: error });
        }
    },
    free: async () => void (await inside(FREE)),
  };
}
