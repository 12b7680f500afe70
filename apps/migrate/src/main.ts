/**
 * Brings the database to the version of this build:
 *
 *     npm run migrate                  # before, while or after the services of this build are started
 *     npm run migrate -- --clean-up    # when no service of an older build runs any more
 *
 * It needs MONGODB_URI. It may be repeated, interrupted, and started twice at once. Exit status: 0 done, 1 it could not
 * be done. docs/operating.md, "Upgrading", says when to run it.
 */
import { Command } from 'commander';
import { migrateWhenThere } from '#persistence';
import { ConfigError, createLogger, loadMigrationConfig } from '#platform';
import { explain, UserError } from '#terminal';

const { cleanUp } = new Command('npm run migrate --')
  .description('Brings the database in MONGODB_URI to the version of this build.')
  .option('--clean-up', 'no service of an older build runs any more: also do what had to wait for that', false)
  .parse()
  .opts<{ cleanUp: boolean }>();

try {
  const config = loadMigrationConfig();
  const log = createLogger('migrate', { ...config, LOG_PRETTY: config.LOG_PRETTY || process.stdout.isTTY });
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  await migrateWhenThere(config.MONGODB_URI, { log, cleanUp, signal: stop.signal }).catch((error: unknown) => {
    throw stop.signal.aborted ? new UserError('Stopped. The next run goes on from here.', { cause: error }) : error;
  });
} catch (error) {
  process.stderr.write(`${error instanceof ConfigError ? error.message : explain(error)}\n`);
  process.exitCode = 1;
}
