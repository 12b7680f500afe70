import { ConfigError } from '#platform';
import type { Db } from 'mongodb';
import { declaredIndexes, signatureOf } from './indexes.js';
import { buildVersion, type Migration } from './migration.js';
import { MIGRATIONS } from './migrations.js';
import { indexStateIn, recordsIn, type MigrationRecord } from './migration-records.js';

/** Thrown when this build must not touch the database. */
export class NewerDatabaseError extends ConfigError {
  override name = 'NewerDatabaseError';
}

/**
 * The version of the database, and whether this build may work on it.
 * @returns `newer`: it is newer than the build, but says that it works with it
 * @throws NewerDatabaseError
 */
export async function databaseVersion(
  db: Db,
  migrations: readonly Migration[],
): Promise<{ version: number; finished: Set<string>; newer: boolean }> {
  const records = await recordsIn(db)
    .find({ kind: { $ne: 'indexes' } })
    .toArray();
  const begun = records.filter(({ kind }) => kind === 'migration');
  const build = buildVersion(migrations);
  const version = highest(begun, 'version');
  const needed = highest(
    begun.filter((record) => record.version > build),
    'worksWith',
  );
  if (needed > build)
    throw new NewerDatabaseError(
      `The database is of version ${version}, which works with builds of version ${needed} or newer. ` +
        `This build is of version ${build}: run a newer one, or restore a backup from before the upgrade.`,
    );
  const finished = new Set(records.filter(({ finishedAt }) => finishedAt !== null).map(({ _id }) => _id));
  return { version, finished, newer: version > build };
}

/**
 * Whether the services of this build find what they need.
 * @returns null, or what is missing and what to do about it
 * @throws NewerDatabaseError
 */
export async function missingInSchema(db: Db, migrations: readonly Migration[] = MIGRATIONS): Promise<string | null> {
  const { version, finished, newer } = await databaseVersion(db, migrations);
  if (newer) return null;
  const missing = migrations.find((migration) => !finished.has(String(migration.version)));
  if (missing) {
    const state = finished.size === 0 && version === 0 ? 'was never migrated' : `lacks version ${missing.version}`;
    return `the database ${state}, and this build needs version ${buildVersion(migrations)}: run "npm run migrate"`;
  }
  const made = new Set((await indexStateIn(db).findOne({ _id: 'indexes' }))?.made);
  const index = declaredIndexes().find((declared) => !made.has(signatureOf(declared)));
  return index ? `the index ${index.name} of ${index.collection} is missing: run "npm run migrate"` : null;
}

/** @returns 0 without records */
export function highest(records: readonly MigrationRecord[], field: 'version' | 'worksWith'): number {
  return Math.max(0, ...records.map((record) => record[field]));
}
