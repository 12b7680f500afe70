import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { reasonOf, type Report, UserError } from '#terminal';
import { InterruptedError } from './command.js';
import { waitForLock, type Lock } from './lock.js';

/** A failure is remembered this long, so that the next start does not wait for the same again. */
const REMEMBER_FAILURE_MS = 60 * 60 * 1000;

/** The folder that keeps what was fetched or built, for every checkout of this user. */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const folder =
    environment.CONTACTS_CACHE_DIR ||
    path.join(environment.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'contacts-services');
  mkdirSync(folder, { recursive: true });
  return path.resolve(folder);
}

/** Something built, inside the cache. */
export interface CacheSpot {
  cache: string;
  /** The folder's name; names the version, so that another version is another folder. */
  name: string;
  /** What is in the folder when it is complete, relative to it. */
  file: string;
}

export function isBuilt({ cache, name, file }: CacheSpot): boolean {
  return existsSync(path.join(cache, name, file));
}

/**
 * The path of something that is built at most once for each cache: two processes never build at the same time, what is
 * there was finished, and a failure is not tried again within the hour.
 * @param label what the person at the terminal reads meanwhile
 * @param build makes the content in an empty folder, which is then moved to its place
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
    // Neither an interruption nor a request to the person says that the build does not work.
    if (!(error instanceof InterruptedError || error instanceof UserError)) rememberFailure(failure, error);
    throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

export function rememberFailure(file: string, error: unknown): void {
  writeFileSync(file, reasonOf(error));
}

/** The reason of a failure within the last hour, and how to try again before it is over; null when there was none. */
export function recentFailure(file: string): string | null {
  try {
    if (Date.now() - statSync(file).mtimeMs > REMEMBER_FAILURE_MS) return null;
    return `${readFileSync(file, 'utf8')} (within the last hour; to try again now, delete ${file})`;
  } catch {
    return null;
  }
}
