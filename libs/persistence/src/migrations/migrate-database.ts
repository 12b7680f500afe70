import { withMongodb } from '../reach-mongodb.js';
import { migrate, type MigrateOptions } from './migrate.js';

/** Connects to a database and migrates it, as {@link migrate} does. Without `log`, it says nothing. */
export function migrateDatabase(
  uri: string,
  { log = { info: () => undefined }, ...options }: Partial<MigrateOptions> = {},
): Promise<void> {
  return withMongodb(uri, 'migrate', (db) => migrate(db, { log, ...options }));
}
