import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';
import { MIGRATED_TO, MIGRATIONS } from './migrations/migrations.js';
import { cleanUpId } from './migrations/migration.js';
import { recordsIn } from './migrations/migration-records.js';
import { highest } from './migrations/schema-check.js';

export interface DatabaseState {
  /** On the disk, documents and indexes. */
  bytes: number;
  /** Of the database, and of this build. */
  version: number;
  buildVersion: number;
  migrations: MigrationState[];
}

interface MigrationState {
  version: number;
  name: string;
  /** Null: it is under way, was interrupted, or has not begun. */
  finishedAt: Date | null;
  /** `pending`: it waits until nothing of an older build runs. */
  cleanUp: 'none' | 'pending' | 'done';
}

/** What is true of the database as a whole, for its operators. */
@Injectable()
export class DatabaseRepository {
  constructor(@InjectConnection() private readonly connection: Connection) {}

  async state(): Promise<DatabaseState> {
    const db = this.connection.db!;
    const [stats, records] = await Promise.all([db.command({ dbStats: 1 }), recordsIn(db).find().toArray()]);
    const begun = records.filter(({ kind }) => kind === 'migration');
    const finished = new Map(records.map(({ _id, finishedAt }) => [_id, finishedAt]));
    // Those of this build, and newer ones that it works with.
    const known = new Map<number, { version: number; name: string; cleanUp?: unknown }>();
    for (const migration of [...begun, ...MIGRATIONS]) known.set(migration.version, migration);
    const migrations = [...known.values()].sort((one, other) => one.version - other.version);
    return {
      bytes: Number(stats.storageSize) + Number(stats.indexSize),
      version: highest(begun, 'version'),
      buildVersion: MIGRATED_TO,
      migrations: migrations.map((migration) => ({
        version: migration.version,
        name: migration.name,
        finishedAt: finished.get(String(migration.version)) ?? null,
        cleanUp: finished.get(cleanUpId(migration)) ? 'done' : migration.cleanUp ? 'pending' : 'none',
      })),
    };
  }
}
