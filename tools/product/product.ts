/**
 * The whole product on this machine: local services, seed data, all services. Used by `npm start` and `npm run demo`.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ProgramName } from '#contracts';
import { migrateDatabase } from '#persistence';
import type { Report } from '#terminal';
import type { SetupPage } from '../../scripts/setup-page.mjs';
import type { Setup } from '../../scripts/setup.mjs';
import { startLocalServices } from '../local-services/start-local-services.js';
import { seed } from './seed.js';
import { ROOT } from './service-process.js';
import { startServices, type DeadService } from './service-processes.js';
import type { Shutdown } from './shutdown.js';
import type { Tenant } from './tenant.js';

const LOCAL = path.join(ROOT, '.local');
const DEV_FILE = path.join(LOCAL, 'dev.json');

export interface Product {
  url: string;
  tenant: Tenant;
  /** The admin API key of the tenant. */
  apiKey: string;
  logDir: string;
  /** Resolves when a service ends unexpectedly. */
  died: Promise<DeadService>;
}

/** What scripts/run.mjs has begun before anything was compiled. */
export interface Launch {
  setup: Setup;
  /** Shows the progress on the gateway's port, until the services start. */
  page: SetupPage;
  /** Resolves when the web page is built, which goes on meanwhile. */
  pageBuilt: Promise<void>;
}

export interface ProductOptions {
  launch: Launch;
  /** All services in one process. */
  oneProcess?: boolean;
  onLine?: (program: ProgramName, line: string) => void;
  report: Report;
  /** Receives what to do at the end; runs it in reverse order. */
  shutdown: Shutdown;
}

/**
 * Starts everything and waits until it responds. While it runs, `.local/dev.json` has the address of the API for
 * scripts and tools. The data is in `.local/data`.
 */
export async function startProduct({ launch, oneProcess, onLine, report, shutdown }: ProductOptions): Promise<Product> {
  const { setup, page, pageBuilt } = launch;
  mkdirSync(LOCAL, { recursive: true, mode: 0o700 });
  const local = await startLocalServices({
    dataDir: path.join(LOCAL, 'data'),
    report,
    during: (service, work) => setup.during(service, work),
    onStop: (stop) => shutdown.atEnd(stop),
  });
  const tenant = await setup.during('database', async () => {
    await migrate(local.env.MONGODB_URI!, report);
    return seed(local.env.MONGODB_URI!, LOCAL);
  });
  await pageBuilt;
  const env = { ENCRYPTION_KEY: keptKey(path.join(LOCAL, 'encryption-key')), ...local.env };
  const services = await setup.during('services', async () => {
    await page.close();
    return startServices({
      env,
      supervisor: local.supervisor,
      logDir: path.join(LOCAL, 'logs'),
      port: page.port,
      oneProcess,
      onLine,
      report,
      onStop: (stop) => shutdown.atEnd(stop),
    });
  });
  report.say(setup.summary());
  const apiKey = tenant.keys[0]!.key;
  writeDevFile(services.url, apiKey, tenant, env);
  shutdown.atEnd(() => rmSync(DEV_FILE, { force: true }));
  return { url: services.url, tenant, apiKey, logDir: services.logDir, died: services.died };
}

/** Nothing of an older build runs here, so it cleans up as well. */
async function migrate(mongodbUri: string, report: Report): Promise<void> {
  const task = report.task('Migrating the database');
  const log = { info: (_fields: object, message: string) => task.note(message) };
  await migrateDatabase(mongodbUri, { log, cleanUp: true }).catch((error: unknown) => {
    task.fail('The database could not be migrated');
    throw error;
  });
  task.done();
}

/** The encryption key, kept between starts, because the encrypted data is kept too. */
function keptKey(file: string): string {
  if (existsSync(file)) return readFileSync(file, 'utf8');
  const key = randomBytes(32).toString('base64');
  writeFileSync(file, key, { mode: 0o600 });
  return key;
}

/** `environment` is that of the services, for `npx contacts doctor` and the like. */
function writeDevFile(url: string, apiKey: string, tenant: Tenant, environment: Record<string, string>): void {
  const accounts = tenant.accounts.map(({ id, phoneNumber }) => ({ id, phoneNumber }));
  rmSync(DEV_FILE, { force: true });
  writeFileSync(DEV_FILE, `${JSON.stringify({ url, apiKey, accounts, environment }, null, 2)}\n`, { mode: 0o600 });
}

/** The addresses, keys and folders, for the user at the terminal. */
export function whereThingsAre({ url, tenant, logDir }: Product): string {
  const { email, password } = tenant.user;
  return [
    `  The page          ${url}/`,
    `  Sign in with      ${email}   ${password}`,
    `  The API's page    ${url}/docs`,
    `  An API key        in ${path.relative(process.cwd(), DEV_FILE)}`,
    `  Logs              in ${path.relative(process.cwd(), logDir)}`,
  ].join('\n');
}

/** Resolves after a service has ended unexpectedly and this was reported with its last lines. */
export async function sayWhenOneDies(product: Product, report: Report): Promise<void> {
  const { name, outcome, tail } = await product.died;
  report.say(`The service ${name} ended by itself (${outcome}), so everything stops. Its last lines:\n${tail}`);
}
