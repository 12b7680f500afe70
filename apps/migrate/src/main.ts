/**
 * Brings the database to the version of this build:
 *
 *     npm run migrate                  # before, while or after the services of this build are started
 *     npm run migrate -- --clean-up    # when no service of an older build runs any more
 *     npm run migrate -- --encrypt-again    # when ENCRYPTION_KEY is another one everywhere
 *     npm run --silent migrate -- --print-roles    # for mongosh: a user with few rights for each service
 *
 * It needs MONGODB_URI, and for the last one the keys. It may be repeated, interrupted, and started twice at once.
 * Exit status: 0 done, 1 it could not be done. docs/operating.md, "Upgrading", says when to run it.
 */
import { Command } from 'commander';
import { encryptAgain, migrateWhenThere, rolesScript } from '#persistence';
import { ConfigError, createLogger, Encryption, loadMigrationConfig } from '#platform';
import { explain, UserError } from '#terminal';

const options = new Command('npm run migrate --')
  .description('Brings the database in MONGODB_URI to the version of this build.')
  .option('--clean-up', 'no service of an older build runs any more: also do what had to wait for that', false)
  .option(
    '--encrypt-again',
    'ENCRYPTION_KEY is another one: encrypt with it what those of before have encrypted',
    false,
  )
  .option('--print-roles', 'only print a script for mongosh that makes a user with few rights for each service', false)
  .parse()
  .opts<{ cleanUp: boolean; encryptAgain: boolean; printRoles: boolean }>();

try {
  const config = loadMigrationConfig();
  if (options.printRoles) {
    process.stdout.write(rolesScript(config.MONGODB_URI));
    process.exit();
  }
  const log = createLogger('migrate', { ...config, LOG_PRETTY: config.LOG_PRETTY || process.stdout.isTTY });
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  await migrateWhenThere(config.MONGODB_URI, { log, cleanUp: options.cleanUp, signal: stop.signal }).catch(
    (error: unknown) => {
      throw stop.signal.aborted ? new UserError('Stopped. The next run goes on from here.', { cause: error }) : error;
    },
  );
  if (options.encryptAgain) {
    const encryption = Encryption.of(config);
    if (!encryption)
      throw new UserError('Set ENCRYPTION_KEY to the new key, and ENCRYPTION_KEY_PREVIOUS to the one before.');
    const { changed, current, previous, unreadable } = await encryptAgain(config.MONGODB_URI, encryption);
    const remain = previous + unreadable;
    log.info({ changed, current, remain }, `${changed} secrets were encrypted again; ${remain} remain`);
    if (remain > 0)
      throw new UserError(
        `${remain} secrets are not encrypted with ENCRYPTION_KEY yet: ${unreadable} need a key that is not in ENCRYPTION_KEY_PREVIOUS, ${previous} were written meanwhile by a service that has not got the new key.`,
      );
  }
} catch (error) {
  process.stderr.write(`${error instanceof ConfigError ? error.message : explain(error)}\n`);
  process.exitCode = 1;
}
