import { MongoClient, type Db } from 'mongodb';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { v4 as randomId } from 'uuid';
import { SERVICES, type Import, type ProgramName, type ServiceName } from '#contracts';
import { migrateDatabase } from '#persistence';
import { loadConfig } from '#platform';
import { openStore, type ObjectStore } from '#storage';
import { ApiClient } from '#api-client';
import { freePort } from '../../tools/local-services/free-port.js';
import type { LocalServices } from '../../tools/local-services/start-local-services.js';
import type { Supervisor } from '../../tools/local-services/supervisor.js';
import { isBackground, ROOT, ServiceProcess } from '../../tools/product/service-process.js';
import { cpuOf } from './processes.js';
import { newTenant, storeTenant, type Tenant } from '../../tools/product/tenant.js';

const POLL_MS = 100;
const PATIENCE_MS = 60 * 60_000;
const LOGS = path.join(ROOT, '.local', 'bench-logs');

/** The product on this machine: real processes, with servers of their own that store nothing else. */
export class BenchProduct {
  private constructor(
    private readonly local: LocalServices,
    private readonly services: Map<ServiceName, ServiceProcess>,
    /** The environment of each service that starts from now on. */
    private readonly env: Record<string, string>,
    private readonly client: MongoClient,
    private readonly tenant: Tenant,
  ) {}

  /** @param programOf what runs instead of a service's own program */
  static async start(
    local: LocalServices,
    programOf: (name: ServiceName) => string[] | undefined = () => undefined,
  ): Promise<BenchProduct> {
    const env: Record<string, string> = {
      ...local.env,
      LIMIT_REQUESTS_PER_MINUTE: '1000000',
      LIMIT_ORGANISATION_REQUESTS_PER_MINUTE: '1000000',
      // Nobody confirms an import.
      CONFIRM_CHANGED_PERCENT: '100',
      // For what grows: a hundred accounts at once, and a hundred tags.
      LIMIT_OPEN_IMPORTS: '1000',
      LIMIT_TAGS_PER_CONTACT: '200',
    };
    const services = new Map<ServiceName, ServiceProcess>();
    for (const name of SERVICES) services.set(name, await makeProcess(local, name, env, programOf(name)));
    await migrateDatabase(local.env.MONGODB_URI!);
    await Promise.all([...services.values()].map((service) => service.start()));
    const tenant = newTenant({ name: 'Bench', accounts: [], email: 'bench@bench.example', roles: ['admin'] });
    const client = await MongoClient.connect(local.env.MONGODB_URI!);
    return new BenchProduct(local, services, env, client, tenant);
  }

  get url(): string {
    return this.services.get('gateway')!.url;
  }

  get apiKey(): string {
    return this.tenant.keys[0]!.key;
  }

  get organisationId(): string {
    return this.tenant.organisation.id;
  }

  get api(): ApiClient {
    return new ApiClient(this.url, this.apiKey, { pollMs: POLL_MS, patienceMs: PATIENCE_MS });
  }

  /** The database that the services use. */
  get db(): Db {
    return this.client.db();
  }

  get mongodbUri(): string {
    return this.local.env.MONGODB_URI!;
  }

  get redisUrl(): string {
    return this.local.env.REDIS_URL!;
  }

  /** The object store that the services use. Close it at the end. */
  openStore(): ObjectStore {
    return openStore(loadConfig({ ...process.env, ...this.local.env }));
  }

  get supervisor(): Supervisor {
    return this.local.supervisor;
  }

  /** The processes of the services and of the servers that they use; null if one of these is no process of the bench. */
  pids(): number[] | null {
    return this.local.chosen.every(({ process }) => process !== undefined) ? this.supervisor.pids() : null;
  }

  /** Does the work. @returns the seconds it took, and the CPU use of services and servers as text */
  cpuOf(rows: number, work: () => Promise<unknown>): Promise<{ seconds: number; cpu: string }> {
    return cpuOf(() => this.supervisor.pids(), rows, work);
  }

  /** An account without contacts. */
  async newAccount(): Promise<string> {
    const id = randomId();
    const number = { phoneNumber: '442079460000', phoneNumberId: id, displayName: 'Bench', status: 'active' as const };
    this.tenant.accounts.push({ id, ...number });
    await storeTenant(this.mongodbUri, this.tenant);
    return id;
  }

  /** Another organisation, with accounts without contacts. */
  async newOrganisation(accounts: number): Promise<{ api: ApiClient; key: string; accountIds: string[] }> {
    const mark = randomId();
    const tenant = newTenant({
      name: 'Another',
      accounts: Array.from({ length: accounts }, (_, index) => ({
        ...{ phoneNumber: `4420794700${10 + index}`, phoneNumberId: `${mark}-${index}` },
        ...{ displayName: `Account ${index}`, status: 'active' as const },
      })),
      email: `${mark}@bench.example`,
      roles: ['admin'],
    });
    await storeTenant(this.mongodbUri, tenant);
    const { key } = tenant.keys[0]!;
    const api = new ApiClient(this.url, key, { pollMs: POLL_MS, patienceMs: PATIENCE_MS });
    return { api, key, accountIds: tenant.accounts.map(({ id }) => id) };
  }

  /** Uploads a file and waits until every row is imported. @throws when the import ends in any other way */
  async import(accountId: string, file: Blob): Promise<Import> {
    const { id } = await this.api.upload(accountId, file, { fileName: 'people.csv' });
    const done = await this.api.followImport(id);
    if (done.status !== 'completed') throw new Error(`the import ended as ${done.status}`);
    return done;
  }

  /** Waits until subscribers have handled every event, so that no work runs in parallel with the next measurement. */
  async settled(): Promise<void> {
    while ((await this.db.collection('outbox').countDocuments({}, { limit: 1 })) > 0) await sleep(POLL_MS);
  }

  service(name: ServiceName): ServiceProcess {
    return this.services.get(name)!;
  }

  /** One more process of a service, or of all in one, that is not started yet. */
  another(name: ProgramName): Promise<ServiceProcess> {
    return makeProcess(this.local, name, this.env);
  }

  /**
   * Restarts these services, so that their memory is only that of the next work.
   * @param env what changes in their environment, also for those that are restarted later
   */
  async restart(names: readonly ServiceName[], env: Record<string, string> = {}): Promise<void> {
    Object.assign(this.env, env);
    await Promise.all(names.map((name) => this.service(name).stop()));
    await Promise.all(names.map((name) => this.service(name).start()));
  }

  async stop(): Promise<void> {
    await this.client.close();
    await Promise.all([...this.services.values()].map((service) => service.stop()));
  }
}

async function makeProcess(
  { supervisor }: LocalServices,
  name: ProgramName,
  env: Record<string, string>,
  program?: string[],
): Promise<ServiceProcess> {
  const logFile = path.join(LOGS, `${name}.log`);
  const options = { name, port: await freePort(), env, logFile, supervisor, program };
  return new ServiceProcess({ ...options, isBackground: isBackground(name) });
}
