import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { SERVICES, type ServiceName } from '#contracts';
import { migrateDatabase } from '#persistence';
import { type Report, UserError } from '#terminal';
import { MongoRelay } from '../test/support/mongo-relay.js';
import { TcpRelay } from '../test/support/tcp-relay.js';
import { nextFreePort } from '../tools/local-services/free-port.js';
import type { LocalServices } from '../tools/local-services/start-local-services.js';
import type { LocalServiceName, ServerProcess } from '../tools/local-services/ways.js';
import { ROOT } from '../tools/product/service-process.js';
import { newTenant, storeTenant, type Tenant } from '../tools/product/tenant.js';
import { InTurn } from './in-turn.js';
import { ChaosService, type Network } from './service.js';

const ACCOUNTS = 6;
const OF_EACH = 2;

/** A server of a third party. What is done to it is done one after another. */
export interface ChaosServer {
  process: ServerProcess;
  turn: InTurn;
}

export interface WorldOptions {
  local: LocalServices;
  /** Added to the environment of every service. */
  env: Record<string, string>;
  report: Report;
  onStop: (stop: () => Promise<void> | void) => void;
}

/**
 * The product with two processes of each service, each with a network of its own, on servers that can be killed: what
 * faults happen to.
 */
export class World {
  readonly services: ChaosService[] = [];
  readonly tenant: Tenant;
  private readonly servers: Record<LocalServiceName, ChaosServer>;

  static async start({ local, env, report, onStop }: WorldOptions): Promise<World> {
    await migrateDatabase(local.env.MONGODB_URI!);
    const relay = await MongoRelay.before(local.env.MONGODB_URI!);
    onStop(() => relay.close());
    const world = new World(local, relay, report);
    await storeTenant(local.env.MONGODB_URI!, world.tenant);
    const shared = { ENCRYPTION_KEY: randomBytes(32).toString('base64'), ...local.env, ...env };
    let port = 20_000;
    for (const name of SERVICES)
      for (let index = 1; index <= OF_EACH; index++) {
        port = await nextFreePort(port + 1);
        world.services.push(await world.makeService(name, index, port, shared));
      }
    onStop(() => world.stop());
    await Promise.all(world.services.map((service) => service.start()));
    return world;
  }

  private constructor(
    private readonly local: LocalServices,
    /** Stands before MongoDB, and lets commands fail as a replica set does that elects another primary. */
    readonly mongoRelay: MongoRelay,
    private readonly report: Report,
  ) {
    this.servers = Object.fromEntries(
      local.chosen.map(({ service, process, where }) => {
        if (!process) throw new UserError(`Chaos kills servers, and cannot kill this one: ${service}, ${where}.`);
        return [service, { process, turn: new InTurn() }];
      }),
    ) as Record<LocalServiceName, ChaosServer>;
    this.tenant = newTenant({
      name: 'Chaos',
      accounts: Array.from({ length: ACCOUNTS }, (_, index) => ({
        phoneNumber: `44207946000${index}`,
        phoneNumberId: `10000000000000${index}`,
        displayName: `Account ${index + 1}`,
        status: 'active' as const,
      })),
      email: 'chaos@chaos.example',
      roles: ['admin'],
    });
  }

  /** The direct addresses of the servers, past all relays. */
  get env(): Record<string, string> {
    return this.local.env;
  }

  get redis(): ChaosServer {
    return this.servers.Redis;
  }

  get mongodb(): ChaosServer {
    return this.servers.MongoDB;
  }

  get storage(): ChaosServer {
    return this.servers.S3;
  }

  get apiKey(): string {
    return this.tenant.keys[0]!.key;
  }

  of(name: ServiceName): ChaosService[] {
    return this.services.filter((service) => service.name === name);
  }

  log(text: string): void {
    this.report.say(`${new Date().toISOString().slice(11, 19)}  ${text}`);
  }

  async stop(): Promise<void> {
    await Promise.all(this.services.map((service) => service.end('SIGTERM')));
  }

  private async makeService(
    name: ServiceName,
    index: number,
    port: number,
    shared: Record<string, string>,
  ): Promise<ChaosService> {
    const { REDIS_URL, MONGODB_URI, S3_ENDPOINT } = shared;
    const behindRelay = this.mongoRelay.through(MONGODB_URI!);
    const network: Network = {
      redis: await TcpRelay.before(REDIS_URL!),
      mongodb: await TcpRelay.before(behindRelay),
      storage: await TcpRelay.before(S3_ENDPOINT!),
    };
    const through = (relay: TcpRelay, url: string) => url.replace(/127\.0\.0\.1:\d+/, `127.0.0.1:${relay.port}`);
    return new ChaosService(`${name} ${index}`, network, {
      name,
      port,
      env: {
        ...shared,
        REDIS_URL: through(network.redis, REDIS_URL!),
        MONGODB_URI: through(network.mongodb, behindRelay),
        S3_ENDPOINT: through(network.storage, S3_ENDPOINT!),
        S3_PUBLIC_ENDPOINT: S3_ENDPOINT!,
      },
      logFile: path.join(ROOT, '.local', 'chaos', `${name}-${index}.log`),
      supervisor: this.local.supervisor,
    });
  }
}
