/**
 * Redis, MongoDB and an S3 server for the demo, `npm start` and the tests. For each one the first that works: an
 * address in the environment, Docker, a server of this machine, one that is fetched and kept in the cache folder.
 *
 *     const services = await startLocalServices({ dataDir: '.local/data', report: consoleReport() });
 *     spawn('node', ['dist/apps/gateway/src/main.js'], { env: { ...process.env, ...services.env } });
 *     await services.stop();
 *
 * Without `dataDir` the data live in a temporary folder that is gone afterwards. The servers bind to 127.0.0.1, on free
 * ports. If this process is killed, a watchdog ends them within seconds.
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
import { s3Ways } from './s3.js';
import { Supervisor } from './supervisor.js';
import { firstThatWorks, type Choice, type LocalServiceName, type Way } from './ways.js';

const SERVICES: [LocalServiceName, Way[]][] = [
  ['Redis', redisWays],
  ['S3', s3Ways],
  ['MongoDB', mongoWays],
];

export interface LocalServices {
  /** REDIS_URL, MONGODB_URI, S3_ENDPOINT, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY. */
  env: Record<string, string>;
  chosen: Choice[];
  /** For further processes that must not outlive this one. */
  supervisor: Supervisor;
  /** Stops the servers, and whatever else the supervisor still runs. May be called twice, also while they start. */
  stop(): Promise<void>;
}

export interface LocalServicesOptions {
  /** Where data are kept from one start to the next; absent: a temporary folder. */
  dataDir?: string;
  report: Report;
  environment?: NodeJS.ProcessEnv;
  /** Hears at once how to stop what has been started so far, for a signal that comes in between. */
  onStop?: (stop: () => Promise<void>) => void;
}

/**
 * Starts what is needed and waits until all three answer.
 * @throws UserError when something is needed that only a person can do; nothing is left running then
 */
export async function startLocalServices(options: LocalServicesOptions): Promise<LocalServices> {
  const { report, environment = process.env } = options;
  const kept = options.dataDir !== undefined;
  const folder = kept ? makeFolder(options.dataDir!) : mkdtempSync(path.join(tmpdir(), 'contacts-'));
  const lock = kept ? lockFolder(folder) : null;
  const supervisor = new Supervisor(kept ? null : folder);
  const chosen: Choice[] = [];
  const stop = onlyOnce(() => stopAll(chosen, supervisor, lock, kept ? null : folder));
  options.onStop?.(stop);
  try {
    if (kept) await endLeftovers(folder, report);
    for (const [service, ways] of SERVICES) {
      const choice = await firstThatWorks(service, ways, {
        environment,
        folder: path.join(folder, service.toLowerCase()),
        kept,
        cache: cacheFolder(environment),
        supervisor,
        report,
      });
      report.say(`${service}: ${choice.where}`);
      chosen.push(choice);
      if (kept) rememberServers(folder, supervisor);
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    env: Object.assign({}, ...chosen.map((choice) => choice.env)) as Record<string, string>,
    chosen,
    supervisor,
    stop,
  };
}

function makeFolder(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return path.resolve(folder);
}

/** Two launchers over the same data would ruin them. */
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
