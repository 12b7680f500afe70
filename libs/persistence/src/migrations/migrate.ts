import type { Db } from 'mongodb';
import { v7 as newId } from 'uuid';
import { declaredIndexes, syncIndexes, type DeclaredIndex } from './indexes.js';
import { Lease } from './lease.js';
import { buildVersion, cleanUpId, type Migration } from './migration.js';
import { MIGRATIONS } from './migrations.js';
import { Progress, SAY_MS, type MigrationLog } from './progress.js';
import { recordsIn } from './migration-records.js';
import { databaseVersion } from './schema-check.js';

/** A holder of the lease that is silent for this long has ended. */
const LEASE_MS = 20_000;

export interface MigrateOptions {
  log: MigrationLog;
  /** Stops it between two batches; the next run goes on. */
  signal?: AbortSignal;
  /** No service of an older build runs any more: also do what had to wait for that. */
  cleanUp?: boolean;
  migrations?: readonly Migration[];
  indexes?: readonly DeclaredIndex[];
  leaseMs?: number;
}

type Run = Required<Omit<MigrateOptions, 'leaseMs'>> & { db: Db; lease: Lease };

/**
 * Brings a database to the version and the indexes of this build. Does what is missing, in order, and notes it. May be
 * called at any time and by several processes: one works, the others wait and then find nothing to do. A database that
 * is newer than the build, but works with it, is left alone.
 * @throws NewerDatabaseError, IndexError; LeaseLostError when it was silent for too long: then it may be called again
 */
export async function migrate(db: Db, { leaseMs = LEASE_MS, ...options }: MigrateOptions): Promise<void> {
  const { log, signal = new AbortController().signal } = options;
  const lease = await Lease.take(db, leaseMs, signal, () =>
    log.info({}, `another process migrates the database; waiting until it is done, or silent for ${leaseMs / 1_000} s`),
  );
  try {
    const defaults = { cleanUp: false, migrations: MIGRATIONS, indexes: declaredIndexes() };
    await runAll({ ...defaults, ...options, signal, db, lease });
  } finally {
    await lease.release();
  }
}

async function runAll(run: Run): Promise<void> {
  const { db, migrations, log } = run;
  const build = buildVersion(migrations);
  const { version, finished, newer } = await databaseVersion(db, migrations);
  if (newer) {
    log.info({}, `the database is of version ${version}, newer than this build (${build}), and works with it`);
    return;
  }
  const pending = migrations.filter((one) => !finished.has(String(one.version)));
  const cleanUps = migrations.filter((one) => one.cleanUp && !finished.has(cleanUpId(one)));
  // Who upgrades again has finished the upgrade before.
  const earlier = pending.length > 0 ? cleanUps.filter((one) => !pending.includes(one)) : [];
  for (const one of earlier) await runOne(run, one, 'clean-up');
  for (const one of pending) await runOne(run, one, 'migration');
  const later = cleanUps.filter((one) => !earlier.includes(one));
  if (run.cleanUp) for (const one of later) await runOne(run, one, 'clean-up');
  const kept = await runIndexes(run);
  log.info({ version: build }, `the database is of version ${build}`);
  const left = [...(run.cleanUp ? [] : later.map(({ name }) => name)), ...kept.map((index) => `drop ${index}`)];
  if (left.length > 0)
    log.info(
      { left },
      'when no service of an older build runs any more, run "npm run migrate -- --clean-up" for the rest',
    );
}

/** Runs a migration, or its clean-up, from where it stopped. */
async function runOne(run: Run, migration: Migration, kind: 'migration' | 'clean-up'): Promise<void> {
  const { db, log } = run;
  const { version, name, worksWith } = migration;
  const _id = kind === 'migration' ? String(version) : cleanUpId(migration);
  const begin = { kind, version, name, worksWith, startedAt: new Date(), finishedAt: null, changed: {} } as const;
  const record = await recordsIn(db).findOneAndUpdate(
    { _id },
    { $setOnInsert: { ...begin, at: null } },
    { upsert: true, returnDocument: 'after' },
  );
  if (record!.finishedAt) return;
  const what = kind === 'migration' ? `version ${version}: ${name}` : `clean-up of version ${version}: ${name}`;
  const { at } = record!;
  log.info({}, at === null ? what : `${what}; it was interrupted and goes on where it was`);
  const progress = new Progress(run, record!, what);
  await (kind === 'migration' ? migration.run : migration.cleanUp!)({
    db,
    at,
    note: (...noted) => progress.note(...noted),
  });
  await progress.finish();
}

/** @returns the indexes that are kept for services of the build before */
async function runIndexes({ db, log, signal, lease, cleanUp, migrations, indexes }: Run): Promise<string[]> {
  const startedAt = new Date();
  let timer: NodeJS.Timeout | undefined;
  const making = async (collection: string, names: string[]) => {
    clearInterval(timer);
    signal.throwIfAborted();
    lease.check();
    const documents = await db.collection(collection).estimatedDocumentCount();
    const since = performance.now();
    timer = setInterval(() => {
      const seconds = Math.round((performance.now() - since) / 1_000);
      log.info({ documents, seconds, names }, `indexes of ${collection} are being made`);
    }, SAY_MS);
  };
  const { kept, ...changed } = await syncIndexes(db, indexes, { cleanUp, making }).finally(() => clearInterval(timer));
  const counts = Object.values(changed).map(({ length }) => length);
  if (counts.some((count) => count > 0)) {
    const [version, now] = [buildVersion(migrations), new Date()];
    const entry = {
      kind: 'indexes',
      version,
      name: 'Indexes',
      worksWith: 0,
      startedAt,
      finishedAt: now,
      at: null,
    } as const;
    await recordsIn(db).insertOne({ _id: newId(), ...entry, changed });
    log.info(Object.fromEntries(Object.entries(changed).map(([what, { length }]) => [what, length])), 'indexes: done');
  }
  return kept;
}
