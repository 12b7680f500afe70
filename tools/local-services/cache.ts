import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { reasonOf, type Report, UserError } from '#terminal';
import { InterruptedError, MissingProgramError } from './command.js';
import { waitForLock, type Lock } from './lock.js';

/** A failure is remembered for this long, so that the next start does not wait for it again. */
const REMEMBER_FAILURE_MS = 60 * 60 * 1000;

/** The folder for what was downloaded or built, shared by all checkouts of this user. */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const folder =
    environment.CONTACTS_CACHE_DIR ||
    path.join(environment.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'contacts-services');
  mkdirSync(folder, { recursive: true });
  return path.resolve(folder);
}

/** The place of a built artefact in the cache. */
export interface CacheSpot {
  cache: string;
  /** The folder's name. It contains the version, so that each version has its own folder. */
  name: string;
  /** A file that the folder contains when it is complete; a relative path. */
  file: string;
}

export function isBuilt({ cache, name, file }: CacheSpot): boolean {
  return existsSync(path.join(cache, name, file));
}

/**
 * The path of an artefact that is built at most once for each cache. Two processes never build it at the same time, it
 * appears only when it is complete, and after a failure it is not tried again for an hour.
 * @param label what the user at the terminal sees meanwhile
 * @param build fills an empty folder, which is then moved to its place
 * @throws what `build` throws, or the remembered failure
 */
export async function builtOnce(
  spot: CacheSpot,
  label: string,
  report: Report,
  build: (folder: string, note: (text: string) => void) => Promise<void>,
): Promise<string> {
  const final = path.join(spot.cache, spot.name);
  const result = path.join(final, spot.file);
  if (isBuilt(spot)) return result;
  const task = report.task(label);
  let lock: Lock | null = null;
  try {
    lock = await waitForLock(`${final}.lock`, (holder) => task.note(`process ${holder.pid} is at it already`));
    if (!isBuilt(spot))
      await buildNow(spot, final, (folder) => build(folder, (text) => task.note(text.trim().slice(0, 60))));
    task.done();
    return result;
  } catch (error) {
    task.done();
    throw error;
  } finally {
    lock?.release();
  }
}

async function buildNow(spot: CacheSpot, final: string, build: (folder: string) => Promise<void>): Promise<void> {
  const failure = `${final}.failed`;
  const before = recentFailure(failure);
  if (before !== null) throw new Error(before);
  const draft = path.join(spot.cache, `.${spot.name}.draft`);
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft);
  try {
    await build(draft);
    if (!existsSync(path.join(draft, spot.file))) throw new Error(`the build left no ${spot.file}`);
    rmSync(final, { recursive: true, force: true });
    renameSync(draft, final);
    rmSync(failure, { force: true });
  } catch (error) {
    // After an interruption, or when the user has done what is asked for, the same build may well succeed.
    const passing = [InterruptedError, MissingProgramError, UserError].some((kind) => error instanceof kind);
    if (!passing) rememberFailure(failure, error);
    throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

export function rememberFailure(file: string, error: unknown): void {
  writeFileSync(file, reasonOf(error));
}

/** The reason for a failure within the last hour, and how to try again earlier; null when there was none. */
export function recentFailure(file: string): string | null {
  try {
    if (Date.now() - statSync(file).mtimeMs > REMEMBER_FAILURE_MS) return null;
    return `${readFileSync(file, 'utf8')} (within the last hour; to try again now, delete ${file})`;
  } catch {
    return null;
  }
}
