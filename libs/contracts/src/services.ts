import { EVENTS, type EventName } from './events.js';

/**
 * Every service, the port it listens on unless `PORT` says otherwise, and the events it hears. A further subscriber is
 * one line here and a class with `@Subscriber(name)`; docs/subscribing.md walks through one.
 */
const TABLE = {
  gateway: { port: 3000, hears: [] },
  importer: { port: 3001, hears: [] },
  contacts: { port: 3002, hears: ['ContactUpserted', 'ColumnsFoundBlank'] },
  exporter: { port: 3003, hears: [] },
  campaigns: { port: 3004, hears: ['ContactChanged', 'ValueRemoved', 'ImportFinished'] },
  webhooks: { port: 3005, hears: ['ContactChanged', 'ValueRemoved', 'ImportFinished'], onlyWhenWanted: true },
} as const satisfies Record<string, Service>;

interface Service {
  port: number;
  hears: readonly EventName[];
  /**
   * Events of the outbox are kept for it only where it wants them: whether it does is asked for each event and
   * organisation (`WantedEvents` in `libs/persistence`).
   */
  onlyWhenWanted?: true;
}

export type ServiceName = keyof typeof TABLE;
/** The events that a service hears. */
export type HeardBy<S extends ServiceName> = (typeof TABLE)[S]['hears'][number];
/** The services that hear only what they want. */
export type SelectiveSubscriber = {
  [S in ServiceName]: (typeof TABLE)[S] extends { onlyWhenWanted: true } ? S : never;
}[ServiceName];

export const SERVICES = Object.keys(TABLE) as ServiceName[];

/** Only the gateway is for users; the others answer health checks. */
export function defaultPort(service: ServiceName): number {
  return TABLE[service].port;
}

export function eventsHeardBy<S extends ServiceName>(service: S): readonly HeardBy<S>[] {
  return TABLE[service].hears;
}

/** Each has a durable queue of its own for the event, so that none misses what another has read. */
export function subscribersOf(event: EventName): ServiceName[] {
  return SERVICES.filter((service) => (TABLE[service].hears as readonly EventName[]).includes(event));
}

/** The queue that carries an event to one subscriber, e.g. `ContactUpserted.contacts`. */
export function eventQueueName(event: EventName, subscriber: ServiceName): string {
  return `${event}.${subscriber}`;
}

/** The newest version of an event that this build understands. */
export function knownVersion(event: EventName): number {
  return EVENTS[event].version;
}
