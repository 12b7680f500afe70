/**
 * The product for tests: real processes from dist/, with their own database, Redis prefix and bucket on the servers of
 * global-setup.mjs. It does not depend on Vitest, because global-setup.mjs uses it too.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { SERVICES, type Account, type ProgramName, type Role, type ServiceName } from '#contracts';
import { migrateDatabase } from '#persistence';
import { freePort } from '../../tools/local-services/free-port.js';
import { Supervisor } from '../../tools/local-services/supervisor.js';
import { ROOT, ServiceProcess } from '../../tools/product/service-process.js';
import { newTenant, TenantStore, type Tenant } from '../../tools/product/tenant.js';
import { withDatabase } from './mongodb-uri.js';

const ROLES = ['admin', 'editor', 'viewer'] as const satisfies Role[];

/** Without webhooks, because most tests do not need them. */
const USUAL = SERVICES.filter((name) => name !== 'webhooks');

export interface StackOptions {
  /**
   * The services to start, each as a process that the test can end. The others can be started later. `all`: all in one
   * process.
   */
  services?: readonly ProgramName[];
  /**
   * The services that run in one process, with the gateway, because one process starts much faster than several. For
   * `kill` and `readLog` its name is `all`. Default, without `services`: all except webhooks.
   */
  together?: readonly ServiceName[];
  /** Added to the environment of every service. */
  env?: Record<string, string>;
  /** The URI with which a service reaches MongoDB, if it is not the direct one: through a relay. */
  mongodb?: (service: ProgramName, direct: string) => string;
  /** The database is on a server of the test's own (`env.MONGODB_URI`), which the test has migrated. */
  isMigrated?: boolean;
}

/** The result of {@link RunningProduct.seed}: an organisation with one API key for each role and an admin user. */
export interface SeededTenant {
  organisationId: string;
  accounts: Account[];
  user: Tenant['user'];
  keys: Record<Role, string>;
}

/** A running product, with everything for tests that only use its API. */
export class RunningProduct {
  /** Opened once, because that takes longer than all that is stored. */
  private tenants: Promise<TenantStore> | null = null;

  /**
   * @param url the gateway's address
   * @param env the addresses of the servers, for tests that read them directly (MONGODB_URI, REDIS_URL, REDIS_PREFIX,
   *   S3_BUCKET …)
   * @param logs the folder of the services' logs, `<service>.log`
   */
  constructor(
    readonly url: string,
    readonly env: Record<string, string>,
    readonly logs: string,
  ) {}

  /** Everything that a service has logged so far. */
  readLog(service: ProgramName): string {
    return readFileSync(path.join(this.logs, `${service}.log`), 'utf8');
  }

  /** Creates a new organisation on every call. Default: two active accounts. */
  async seed({ accounts = ['active', 'active'] }: { accounts?: Account['status'][] } = {}): Promise<SeededTenant> {
    const mark = randomBytes(4).toString('hex');
    const tenant = newTenant({
      name: `Test ${mark}`,
      accounts: accounts.map((status, index) => ({
        phoneNumber: `44207946000${index}`,
        phoneNumberId: `${mark}-${index}`,
        displayName: `Account ${index + 1}`,
        status,
      })),
      email: `admin-${mark}@test.example`,
      roles: [...ROLES],
    });
    this.tenants ??= TenantStore.open(this.env.MONGODB_URI!);
    await (await this.tenants).add(tenant);
    const keys = Object.fromEntries(tenant.keys.map(({ role, key }) => [role, key])) as Record<Role, string>;
    return { organisationId: tenant.organisation.id, accounts: tenant.accounts, user: tenant.user, keys };
  }

  /** Ends this process's connection to the database. */
  protected async disconnect(): Promise<void> {
    const tenants = await this.tenants?.catch(() => null);
    await tenants?.close();
  }
}

/** A product for one test file, which may stop and start its services. */
export class Stack extends RunningProduct {
  private readonly supervisor = new Supervisor();
  private readonly processes: Map<ProgramName, ServiceProcess>;

  /**
   * Starts the services and waits until each is ready.
   * @param name the folder in `.local/test-logs` for the stack's logs
   */
  static async start(
    { services, together = services ? [] : USUAL, env = {}, mongodb, isMigrated = false }: StackOptions,
    name: string,
  ): Promise<Stack> {
    const own = stackEnvironment(env);
    const logs = path.join(ROOT, '.local', 'test-logs', name, own.S3_BUCKET!);
    const stack = new Stack(own, await freePorts(), logs, together, mongodb);
    const programs = [...(together.length > 0 ? ['all' as const] : []), ...(services ?? [])];
    try {
      if (!programs.includes('all') && !isMigrated) await migrateDatabase(directAddress(own.MONGODB_URI!));
      await Promise.all(programs.map((program) => stack.start(program)));
    } catch (error) {
      await stack.stop();
      throw error;
    }
    return stack;
  }

  private constructor(
    env: Record<string, string>,
    ports: Map<ProgramName, number>,
    logs: string,
    together: readonly ServiceName[],
    mongodb: StackOptions['mongodb'],
  ) {
    super(`http://127.0.0.1:${ports.get('gateway')}`, env, logs);
    this.processes = new Map(
      [...ports].map(([name, port]) => {
        const logFile = path.join(logs, `${name}.log`);
        // Without a relay, what a test adds to `env` reaches every service that it starts after that.
        const own = mongodb ? { ...env, MONGODB_URI: mongodb(name, env.MONGODB_URI!) } : env;
        const services = name === 'all' ? together : [];
        return [name, new ServiceProcess({ name, services, port, env: own, logFile, supervisor: this.supervisor })];
      }),
    );
  }

  service(name: ProgramName): ServiceProcess {
    return this.processes.get(name)!;
  }

  /** Starts a stopped service, and waits until it is ready. */
  start(name: ProgramName): Promise<void> {
    return this.service(name).start();
  }

  /** Stops a service and waits until it has ended. By default it is killed and cannot clean up. */
  kill(name: ProgramName, signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
    return this.service(name).kill(signal);
  }

  /** Stops all services. */
  async stop(): Promise<void> {
    await this.disconnect();
    await Promise.all([...this.processes.values()].map((process) => process.stop()));
    await this.supervisor.close();
  }
}

/** The addresses of the shared servers (global-setup.mjs), with this stack's own names. */
function stackEnvironment(env: Record<string, string>): Record<string, string> {
  const { REDIS_URL, MONGODB_URI, S3_ENDPOINT, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = process.env as Record<
    string,
    string
  >;
  if (!MONGODB_URI) throw new Error('a stack needs the servers of global-setup.mjs: is this file in test/e2e?');
  const name = `test-${randomBytes(5).toString('hex')}`;
  return {
    REDIS_URL: REDIS_URL!,
    REDIS_PREFIX: `{${name}}`,
    MONGODB_URI: withDatabase(MONGODB_URI, name),
    S3_ENDPOINT: S3_ENDPOINT!,
    S3_ACCESS_KEY_ID: S3_ACCESS_KEY_ID!,
    S3_SECRET_ACCESS_KEY: S3_SECRET_ACCESS_KEY!,
    S3_BUCKET: name,
    SWEEP_SECONDS: '2',
    // Imports of tests change what they like; imports.test.ts has those that have to be confirmed.
    CONFIRM_CHANGED_PERCENT: '100',
    ...env,
  };
}

/** The address of a stack's database, when the services have one that leads through a relay. */
function directAddress(mongodbUri: string): string {
  const direct = new URL(process.env.MONGODB_URI!);
  direct.pathname = new URL(mongodbUri).pathname;
  return direct.href;
}

async function freePorts(): Promise<Map<ProgramName, number>> {
  const ports = new Map<ProgramName, number>();
  for (const name of SERVICES) ports.set(name, await freePort());
  // In one process, only the gateway listens.
  return ports.set('all', ports.get('gateway')!);
}
