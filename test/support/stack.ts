/**
 * The product, running, for one test file:
 *
 *     const stack = await startStack();                    // or { services: ['gateway', 'importer'], env: { EVENT_ATTEMPTS: '2' } }
 *     const tenant = await stack.seed();
 *     await fetch(`${stack.url}/v1/contacts`, { headers: { authorization: `Bearer ${tenant.keys.admin}` } });
 *     await stack.kill('contacts', 'SIGKILL');
 *     await stack.start('contacts');
 *     await stack.stop();                                  // in afterAll
 *
 * Every stack has a database, a Redis prefix and a bucket of its own on the shared servers, and real processes from
 * dist/. Their logs are in .local/test-logs; when a test of the file fails, Jest shows their last lines
 * (show-logs-reporter.mjs).
 */
import { expect } from '@jest/globals';
import { randomBytes } from 'node:crypto';
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
  services?: ServiceName[];
  /** Added to the environment of every service. */
  env?: Record<string, string>;
}

/** What {@link Stack.seed} made: an organisation with one API key for each role and a user who is admin. */
export interface SeededTenant {
  organisationId: string;
  accounts: Account[];
  user: Tenant['user'];
  keys: Record<Role, string>;
}

/** Starts the services and waits until each is ready. */
export async function startStack({ services = USUAL, env = {} }: StackOptions = {}): Promise<Stack> {
  const stack = new Stack(stackEnvironment(env), await freePorts());
  try {
    await Promise.all(services.map((name) => stack.start(name)));
  } catch (error) {
    await stack.stop();
    throw error;
  }
  return stack;
}

export class Stack {
  private readonly supervisor = new Supervisor();
  private readonly processes: Map<ServiceName, ServiceProcess>;

  /** @param env where the servers are, for a test that looks into them itself (MONGODB_URI, REDIS_URL, REDIS_PREFIX, S3_BUCKET …) */
  constructor(
    readonly env: Record<string, string>,
    ports: Map<ServiceName, number>,
  ) {
    const logs = logFolder(env.S3_BUCKET!);
    this.processes = new Map(
      SERVICES.map((name) => {
        const options = {
          name,
          port: ports.get(name)!,
          env,
          logFile: path.join(logs, `${name}.log`),
          supervisor: this.supervisor,
        };
        return [name, new ServiceProcess(options)];
      }),
    );
  }

  /** The gateway's address. */
  get url(): string {
    return this.service('gateway').url;
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

/** The shared servers' addresses (global-setup.mjs) with names of this stack's own. */
function stackEnvironment(env: Record<string, string>): Record<string, string> {
  const { REDIS_URL, MONGODB_URI, S3_ENDPOINT, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = process.env as Record<
    string,
    string
  >;
  if (!MONGODB_URI) throw new Error('startStack needs the servers of global-setup.mjs: is this file in test/e2e?');
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

/** `.local/test-logs/<test file>/<stack>`; the reporter looks for the first part. */
function logFolder(stackName: string): string {
  const testFile = path.basename(expect.getState().testPath ?? 'unknown');
  return path.join(ROOT, '.local', 'test-logs', testFile, stackName);
}
