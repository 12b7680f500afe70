import { isOlder, VERSION } from '#platform';
import { UserError } from '#terminal';
import { MIGRATED_TO } from '#persistence';
import { z } from 'zod';

/** The format of backups that this build writes, the newest that it reads. */
export const FORMAT = 1;

const fileSchema = z.object({
  /** Of the file as it is. */
  bytes: z.number(),
  sha256: z.string(),
});
export type BackupFile = z.infer<typeof fileSchema>;

/** What a backup has, and what it was made of. */
export const backupManifestSchema = z.object({
  format: z.number(),
  /** The product's version. */
  version: z.string(),
  /** The version of the database: that of the last migration. */
  database: z.number(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  /** The moment at which the database was like this; null when its server keeps no snapshots. */
  moment: z.iso.datetime().nullable(),
  /** The documents of each collection as BSON, one behind the other, compressed. */
  collections: z.record(z.string(), fileSchema.extend({ documents: z.number() })),
  /** Lists of the objects, a line of JSON for each. */
  objectLists: z.record(z.string(), fileSchema.extend({ objects: z.number() })),
  /** Keys of objects that records point to, but were not there. */
  missingObjects: z.array(z.string()),
});
export type BackupManifest = z.infer<typeof backupManifestSchema>;

/** A line of a list of objects. */
export const backupObjectSchema = fileSchema.extend({ key: z.string() });
export type BackupObject = z.infer<typeof backupObjectSchema>;

/** @throws UserError when a newer build made the backup */
export function refuseNewer({ format, version, database }: BackupManifest): void {
  if (format <= FORMAT && database <= MIGRATED_TO && !isOlder(VERSION, version)) return;
  throw new UserError(
    `The backup was made by Contacts ${version} (database version ${database}). This is Contacts ${VERSION} ` +
      `(database version ${MIGRATED_TO}), which may not understand it: restore it with version ${version} or newer.`,
  );
}
