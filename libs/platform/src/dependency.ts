import type { DynamicModule, InjectionToken, Provider, Type } from '@nestjs/common';
import type { Config } from './config.js';
import { PROBES, type Probe } from './health.js';

/** Something that a service needs and that may be away, such as a database. The library that speaks to it has one. */
export interface Dependency<Client = never> {
  /** As `/readyz` calls it. */
  name: string;
  /** Connects it, for the whole service. */
  module: (config: Config) => DynamicModule | Type;
  /** What the module provides to speak to it. */
  client: InjectionToken<Client>;
  /** Throws when it does not answer. */
  ping: (client: Client) => Promise<unknown>;
  /** What runs in each service that uses it. */
  providers?: Provider[];
}

/** What `/readyz` asks: each of these, by name. */
export function probesOf(uses: readonly Dependency[]): Provider {
  return {
    provide: PROBES,
    inject: uses.map(({ client }) => client),
    useFactory: (...clients: never[]): Record<string, Probe> =>
      Object.fromEntries(uses.map(({ name, ping }, index) => [name, () => ping(clients[index]!)])),
  };
}
