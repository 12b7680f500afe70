import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identify, isRunning, type ProcessIdentity } from './process-identity.js';

const LOOK_AGAIN_MS = 500;

/** A lock file held by this process. */
export interface Lock {
  release(): void;
}

/**
 * Takes the lock file at `file`, or returns the running process that holds it. A lock whose holder has ended (by
 * SIGKILL, or because the machine stopped) is ignored.
 */
export function tryLock(file: string): Lock | { heldBy: ProcessIdentity } {
  mkdirSync(path.dirname(file), { recursive: true });
  const mine = JSON.stringify(identify(process.pid));
  for (;;) {
    // A link appears together with its content. A file opened for writing could be read when it is half written.
    const draft = `${file}.${randomUUID()}`;
    writeFileSync(draft, mine);
    try {
      linkSync(draft, file);
      return { release: () => releaseLock(file, mine) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(draft, { force: true });
    }
    const content = read(file);
    const holder = parse(content);
    if (holder && isRunning(holder)) return { heldBy: holder };
    removeIfStill(file, content);
  }
}

/** Like {@link tryLock}, but waits. Calls `onWait` with the holder, at first and again while it waits. */
export async function waitForLock(file: string, onWait: (holder: ProcessIdentity) => void): Promise<Lock> {
  for (;;) {
    const result = tryLock(file);
    if ('release' in result) return result;
    onWait(result.heldBy);
    await sleep(LOOK_AGAIN_MS);
  }
}

function releaseLock(file: string, mine: string): void {
  if (read(file) === mine) rmSync(file, { force: true });
}

/** Removes the file of a dead holder. If it now is the new lock of another process, restores it. */
function removeIfStill(file: string, content: string | null): void {
  const aside = `${file}.${randomUUID()}`;
  try {
    renameSync(file, aside);
    if (read(aside) !== content) linkSync(aside, file);
  } catch (error) {
    if (!['ENOENT', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function parse(content: string | null): ProcessIdentity | null {
  try {
    return JSON.parse(content ?? 'null') as ProcessIdentity | null;
  } catch {
    return null;
  }
}
