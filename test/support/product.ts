/**
 * The product for tests: real processes from dist/, with a database, a Redis prefix and a bucket of their own on the
 * servers of global-setup.mjs. Knows nothing of Jest, since global-setup.mjs uses it as well.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { SERVICES, type Account, type Role, type ServiceName } from '#contracts';
import { freePort } from '../../tools/local-services/free-port.js';
import { Supervisor } from '../../tools/local-services/supervisor.js';
import { ROOT, ServiceProcess } from '../../tools/product/service-process.js';
import { newTenant, storeTenant, type Tenant } from '../../tools/product/tenant.js';

const ROLES = ['admin', 'editor', 'viewer'] as const satisfies Role[];

/** Without webhooks, which nobody needs who has none. */
const USUAL = SERVICES.filter((name) => name !== 'webhooks');

export interface StackOptions {
  /** Which services to start; by default all but webhooks. The others can be started later. */
  services?: readonly ServiceName[];
  /** Added to the environment of every service. */
  env?: Record<string, string>;
}

/** What {@link RunningProduct.seed} made: an organisation with one API key for each role and a user who is admin. */
export interface SeededTenant {
  organisationId: string;
  accounts: Account[];
  user: Tenant['user'];
  keys: Record<Role, string>;
}

/** A product that runs: all that a test needs which only uses its API. */
export class RunningProduct {
  /**
   * @param url the gateway's address
   * @param env where the servers are, for a test that looks into them itself (MONGODB_URI, REDIS_URL, REDIS_PREFIX, S3_BUCKET …)
   * @param logs the folder of the services' logs, `<service>.log`
   */
  constructor(
    readonly url: string,
    readonly env: Record<string, string>,
    readonly logs: string,
  ) {}

  /** All that a service has logged so far. */
  readLog(service: ServiceName): string {
    return readFileSync(path.join(this.logs, `${service}.log`), 'utf8');
  }

  /** Makes an organisation; every call makes another one. Two active accounts by default. */
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
    await storeTenant(this.env.MONGODB_URI!, tenant);
    const keys = Object.fromEntries(tenant.keys.map(({ role, key }) => [role, key])) as Record<Role, string>;
    return { organisationId: tenant.organisation.id, accounts: tenant.accounts, user: tenant.user, keys };
  }
}

/** A product of a test's own, whose services it ends and starts. */
export class Stack extends RunningProduct {
  private readonly supervisor = new Supervisor();
  private readonly processes: Map<ServiceName, ServiceProcess>;

  /**
   * Starts the services and waits until each is ready.
   * @param name the folder in `.local/test-logs` that gets a folder of the stack's logs
   */
  static async start({ services = USUAL, env = {} }: StackOptions, name: string): Promise<Stack> {
    const own = stackEnvironment(env);
    const logs = path.join(ROOT, '.local', 'test-logs', name, own.S3_BUCKET!);
    const stack = new Stack(own, await freePorts(), logs);
    try {
      await Promise.all(services.map((service) => stack.start(service)));
    } catch (error) {
      await stack.stop();
      throw error;
    }
    return stack;
  }

  private constructor(env: Record<string, string>, ports: Map<ServiceName, number>, logs: string) {
    super(`http://127.0.0.1:${ports.get('gateway')}`, env, logs);
    this.processes = new Map(
      [...ports].map(([name, port]) => {
        const logFile = path.join(logs, `${name}.log`);
        return [name, new ServiceProcess({ name, port, env, logFile, supervisor: this.supervisor })];
      }),
    );
  }

  service(name: ServiceName): ServiceProcess {
    return this.processes.get(name)!;
  }

  /** Starts a service that does not run, and waits until it is ready. */
  start(name: ServiceName): Promise<void> {
    return this.service(name).start();
  }

  /** Ends a service, by default with no chance to tidy up, and waits until it is gone. */
  kill(name: ServiceName, signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
    return this.service(name).kill(signal);
  }

  /** Stops all services. */
  async stop(): Promise<void> {
    await Promise.all([...this.processes.values()].map((process) => process.stop()));
    await this.supervisor.close();
  }
}

/** The shared servers' addresses (global-setup.mjs) with names of this stack's own. */
function stackEnvironment(env: Record<string, string>): Record<string, string> {
  const { REDIS_URL, MONGODB_URI, S3_ENDPOINT, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = process.env as Record<
    string,
    string
  >;
  if (!MONGODB_URI) throw new Error('a stack needs the servers of global-setup.mjs: is this file in test/e2e?');
  const name = `test-${randomBytes(5).toString('hex')}`;
  const mongo = new URL(MONGODB_URI);
  mongo.pathname = `/${name}`;
  return {
    REDIS_URL: REDIS_URL!,
    REDIS_PREFIX: `{${name}}`,
    MONGODB_URI: mongo.href,
    S3_ENDPOINT: S3_ENDPOINT!,
    S3_ACCESS_KEY_ID: S3_ACCESS_KEY_ID!,
    S3_SECRET_ACCESS_KEY: S3_SECRET_ACCESS_KEY!,
    S3_BUCKET: name,
    SWEEP_SECONDS: '2',
    ...env,
  };
}

async function freePorts(): Promise<Map<ServiceName, number>> {
  const ports = new Map<ServiceName, number>();
  for (const name of SERVICES) ports.set(name, await freePort());
  return ports;
}
