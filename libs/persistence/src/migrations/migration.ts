import type { Db } from 'mongodb';

/**
 * A change of the database that only a version number can tell of. New, changed and dropped indexes need none: see
 * {@link syncIndexes}. CONTRIBUTING.md, "Adding a migration", says when one is needed.
 */
export interface Migration {
  /** One more than that of the migration before. Never changed once it was released. */
  version: number;
  name: string;
  /**
   * The lowest version of a build whose services may still run once this migration has begun; 0 for builds from before
   * versions. A rolling upgrade needs at most the version before.
   */
  worksWith: number;
  /** Does it. May come again, in whole or from where it stopped, and then changes nothing that is right already. */
  run: (step: MigrationStep) => Promise<void>;
  /** What has to wait until no service of an older build runs any more, such as repeating what these undo. */
  cleanUp?: (step: MigrationStep) => Promise<void>;
}

/** What a migration works with. */
export interface MigrationStep {
  db: Db;
  /** What {@link note} was given last, also by a run that was interrupted; null at the beginning. */
  at: string | null;
  /**
   * Notes how far it is, and reports it. To be called after each batch, which should take seconds at most.
   * @param at where to go on
   * @param done what was done since the last call, such as `{ contactsRead: 500, contactsChanged: 2 }`
   * @throws when the migration has to stop, because the process ends or somebody else has taken over
   */
  note: (at: string, done: Record<string, number>) => Promise<void>;
}

/** The version of a build: that of its last migration. */
export function buildVersion(migrations: readonly Migration[]): number {
  return migrations.at(-1)?.version ?? 0;
}

/** The id of the record of a clean-up. */
export function cleanUpId({ version }: Pick<Migration, 'version'>): string {
  return `${version} clean-up`;
}
