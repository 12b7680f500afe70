import type { DynamicModule, InjectionToken, Provider, Type } from '@nestjs/common';
import type { ProgramName, ServiceName } from '#contracts';
import type { Config } from './config.js';
import { PROBES, type Probe } from './health.js';

/** Something that a service needs and that may be down, such as a database. The library with its client exports one. */
export interface Dependency<Client = never> {
  /** The name in `/readyz`. */
  name: string;
  /** The variable with its address, for whoever reads that it is away. */
  variable: keyof Config;
  /** Variables that must be set where it is used, and that need not be elsewhere. */
  needs?: readonly (keyof Config)[];
  /** The module that connects it for the whole service. All services of a program share one client. */
  module: (config: Config, service: ServiceName, program: ProgramName) => DynamicModule | Type;
  /** The injection token of its client. */
  client: InjectionToken<Client>;
  /** @throws when it does not respond */
  ping: (client: Client) => Promise<unknown>;
  /**
   * Connects once with a client of its own, creates what must exist, and disconnects. Called before the service starts,
   * again and again while it fails, so it gives up after a few seconds.
   * @throws ConfigError when waiting does not help, e.g. when the credentials are refused
   */
  reach: (config: Config, program: ProgramName) => Promise<void>;
  /** Providers to add to each service that uses it. */
  providers?: Provider[];
}

/** The checks of `/readyz`, by the name of the dependency. */
export function probesOf(uses: readonly Dependency[]): Provider {
  return {
    provide: PROBES,
    inject: uses.map(({ client }) => client),
    useFactory: (...clients: never[]): Record<string, Probe> =>
      Object.fromEntries(uses.map(({ name, ping }, index) => [name, () => ping(clients[index]!)])),
  };
}
