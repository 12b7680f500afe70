/**
 * Redis, MongoDB and an S3 server for the demo, `npm start` and the tests. Each one is the first available of: an
 * address in the environment, Docker, a server installed on this machine, a server downloaded into the cache folder.
 *
 *     const services = await startLocalServices({ dataDir: '.local/data', report: consoleReport() });
 *     spawn('node', ['dist/apps/gateway/src/main.js'], { env: { ...process.env, ...services.env } });
 *     await services.stop();
 *
 * Without `dataDir`, the data is in a temporary folder that is removed afterwards. The servers bind to 127.0.0.1, on
 * free ports. If this process is killed, a watchdog stops them within seconds.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Report, UserError } from '#terminal';
import { cacheFolder } from './cache.js';
import { endLeftovers, rememberServers } from './leftovers.js';
import { tryLock, type Lock } from './lock.js';
import { mongoWays } from './mongodb.js';
import { redisWays } from './redis.js';
import { replicaSetWays } from './replica-set.js';
import { s3Ways } from './s3.js';
import { Supervisor } from './supervisor.js';
import { firstThatWorks, type Choice, type LocalServiceName, type Way } from './ways.js';

const waysOf = (replicaSet: boolean): [LocalServiceName, Way[]][] => [
  ['Redis', redisWays],
  ['S3', s3Ways],
  ['MongoDB', replicaSet ? replicaSetWays : mongoWays],
];

export interface LocalServices {
  /** REDIS_URL, MONGODB_URI, S3_ENDPOINT, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY. */
  env: Record<string, string>;
  /** In the order of their names. */
  chosen: Choice[];
  /** For other processes that must not outlive this one. */
  supervisor: Supervisor;
  /** Stops the servers, and all other processes of the supervisor. May be called twice, and while the servers start. */
  stop(): Promise<void>;
}

export interface LocalServicesOptions {
  /** The folder that keeps the data between starts; without it, a temporary folder. */
  dataDir?: string;
  report: Report;
  environment?: NodeJS.ProcessEnv;
  /** Wraps the start of each server, for example to measure it. They start side by side. */
  during?: (service: LocalServiceName, work: () => Promise<void>) => Promise<void>;
  /** MongoDB as a replica set of three real mongods, for tests of failovers. */
  replicaSet?: boolean;
  /** The servers will be killed, and their disks filled (ways.ts, `forFaults`). */
  forFaults?: boolean;
  /**
   * Called first with a function that stops what has been started so far, in case a signal arrives during the start.
   */
  onStop?: (stop: () => Promise<void>) => void;
}

/**
 * Starts what is needed and waits until all three respond.
 * @throws UserError when the user has to do something first; then nothing is left running
 */
export async function startLocalServices(options: LocalServicesOptions): Promise<LocalServices> {
  const { report, environment = process.env, replicaSet = false, forFaults } = options;
  const { during = (_, work) => work() } = options;
  const kept = options.dataDir !== undefined;
  const folder = kept ? makeFolder(options.dataDir!) : mkdtempSync(path.join(tmpdir(), 'contacts-'));
  const lock = kept ? lockFolder(folder) : null;
  const supervisor = new Supervisor(kept ? null : folder);
  const cache = cacheFolder(environment);
  const chosen: Choice[] = [];
  const stopping = new AbortController();
  const stop = onlyOnce(() => {
    stopping.abort();
    return stopAll(chosen, supervisor, lock, kept ? null : folder);
  });
  options.onStop?.(stop);
  try {
    if (kept) await endLeftovers(folder, report);
    const starts = waysOf(replicaSet).map(([service, ways]) =>
      during(service, async () => {
        const context = {
          environment,
          folder: path.join(folder, service.toLowerCase()),
          kept,
          cache,
          supervisor,
          stopping: stopping.signal,
          report,
          forFaults,
        };
        const choice = await firstThatWorks(service, ways, context);
        report.say(`${service}: ${choice.where}`);
        chosen.push(choice);
        if (kept) rememberServers(folder, supervisor);
      }),
    );
    await Promise.all(starts).catch(async (error: unknown) => {
      // Ends what the others are doing, so that we wait for them only briefly.
      stopping.abort();
      await supervisor.close();
      await Promise.allSettled(starts);
      throw error;
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    env: Object.assign({}, ...chosen.map((choice) => choice.env)) as Record<string, string>,
    chosen: chosen.toSorted((a, b) => a.service.localeCompare(b.service)),
    supervisor,
    stop,
  };
}

function makeFolder(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return path.resolve(folder);
}

/** Two launchers with the same data would corrupt it. */
function lockFolder(folder: string): Lock {
  const lock = tryLock(path.join(folder, 'launcher.lock'));
  if ('heldBy' in lock)
    throw new UserError(
      `It is already running here (process ${lock.heldBy.pid}). Stop that one first, with Ctrl-C in its terminal.`,
    );
  return lock;
}

async function stopAll(
  chosen: Choice[],
  supervisor: Supervisor,
  lock: Lock | null,
  temporary: string | null,
): Promise<void> {
  await Promise.allSettled(chosen.map(async (choice) => choice.stop?.()));
  await supervisor.close();
  if (temporary) rmSync(temporary, { recursive: true, force: true });
  lock?.release();
}

function onlyOnce(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  return () => (running ??= work());
}
