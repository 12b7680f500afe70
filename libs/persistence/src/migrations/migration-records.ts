import type { Collection, Db } from 'mongodb';

/**
 * What migrations did (`migrations`). `_id` is the version, with `clean-up` behind it for a clean-up; an entry about
 * indexes has a random id. Entries stay. [migrate]
 */
export interface MigrationRecord {
  _id: string;
  kind: 'migration' | 'clean-up' | 'indexes';
  /** The migration's version; for indexes, that of the build. */
  version: number;
  name: string;
  /** See {@link Migration.worksWith}. */
  worksWith: number;
  startedAt: Date;
  /** Null while it is under way or interrupted. */
  finishedAt: Date | null;
  /** Where an interrupted run goes on. */
  at: string | null;
  /** What it did: how many documents, which indexes. */
  changed: Record<string, number | string[]>;
}

/** The collection of what is true of this database alone. A backup does not have it. */
export const STATE = 'migration_state';

/** Who migrates now (`migration_state`). [migrate] */
export interface LeaseState {
  _id: 'lease';
  /** Null: nobody. */
  holder: string | null;
  /** Raised by the holder as long as it is alive. */
  beat: number;
}

/** What is known of the indexes (`migration_state`), each as {@link signatureOf} writes it. [migrate] */
export interface IndexState {
  _id: 'indexes';
  /** Those that migrations have made or found, and not dropped. */
  made: string[];
  /** Those that the last build to migrate declared, and those of the build before it. */
  declared: string[];
  declaredBefore: string[];
}

/** Written by each backup, to see whether the server keeps snapshots (`migration_state`). [backup] */
export interface BackupMark {
  _id: 'backup';
  mark: string;
}

export function recordsIn(db: Db): Collection<MigrationRecord> {
  return db.collection('migrations');
}

export function leaseIn(db: Db): Collection<LeaseState> {
  return db.collection(STATE);
}

export function indexStateIn(db: Db): Collection<IndexState> {
  return db.collection(STATE);
}

export function backupMarkIn(db: Db): Collection<BackupMark> {
  return db.collection(STATE);
}
