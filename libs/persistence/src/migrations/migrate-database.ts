import { isTransient } from '#platform';
import { setTimeout as sleep } from 'node:timers/promises';
import { withMongodb } from '../reach-mongodb.js';
import { LeaseLostError } from './lease.js';
import { migrate, type MigrateOptions } from './migrate.js';
import type { MigrationLog } from './progress.js';

const RETRY_MS = 2_000;

/** Connects to a database and migrates it, as {@link migrate} does. Without `log`, it says nothing. */
export function migrateDatabase(
  uri: string,
  { log = { info: () => undefined }, ...options }: Partial<MigrateOptions> = {},
): Promise<void> {
  return withMongodb(uri, 'migrate', (db) => migrate(db, { log, ...options }));
}

interface PatientOptions extends MigrateOptions {
  log: MigrationLog & { warn: (fields: object, message: string) => void };
  signal: AbortSignal;
}

/**
 * Migrates a database like {@link migrateDatabase}, but tries again while MongoDB is away.
 * @throws what the last try threw, once the signal is aborted
 */
export async function migrateWhenThere(uri: string, options: PatientOptions): Promise<void> {
  for (;;) {
    try {
      return await migrateDatabase(uri, options);
    } catch (error) {
      if (options.signal.aborted || !(isTransient(error) || error instanceof LeaseLostError)) throw error;
      options.log.warn({ err: error }, 'MongoDB is away or somebody else has taken over; trying again');
      await sleep(RETRY_MS);
    }
  }
}
