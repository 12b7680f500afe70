import { EVENTS, type EventName } from './events.js';

/**
 * Every service: the port it listens on unless `PORT` is set, and the events it subscribes to. To add a subscriber, add
 * a line here and a class with `@Subscriber(name)`; docs/subscribing.md shows how.
 */
const TABLE = {
  gateway: { port: 3000, hears: [] },
  importer: { port: 3001, hears: [] },
  contacts: { port: 3002, hears: ['ContactUpserted', 'ColumnsFoundBlank'] },
  exporter: { port: 3003, hears: [] },
  campaigns: { port: 3004, hears: ['ContactChanged', 'ValueRemoved', 'ImportFinished', 'ContactErased'] },
  webhooks: {
    port: 3005,
    hears: ['ContactChanged', 'ValueRemoved', 'ImportFinished', 'ContactErased', 'AuditEntryAdded'],
    onlyWhenWanted: true,
  },
} as const satisfies Record<string, Service>;

interface Service {
  port: number;
  hears: readonly EventName[];
  /**
   * The outbox stores events for this subscriber only if it wants them. `WantedEvents` in `libs/persistence` asks it
   * for each event and organisation.
   */
  onlyWhenWanted?: true;
}

export type ServiceName = keyof typeof TABLE;
/** The events that a service subscribes to. */
export type HeardBy<S extends ServiceName> = (typeof TABLE)[S]['hears'][number];
/** The services with `onlyWhenWanted`. */
export type SelectiveSubscriber = {
  [S in ServiceName]: (typeof TABLE)[S] extends { onlyWhenWanted: true } ? S : never;
}[ServiceName];

/** A process of the product: one service, or all of them together. */
export type ProgramName = ServiceName | 'all';

export const SERVICES = Object.keys(TABLE) as ServiceName[];

/** Only the gateway serves users; the others only answer health checks. */
export function defaultPort(service: ServiceName): number {
  return TABLE[service].port;
}

export function eventsHeardBy<S extends ServiceName>(service: S): readonly HeardBy<S>[] {
  return TABLE[service].hears;
}

/** The subscribers of an event. Each has its own durable queue for it, so that each receives every event. */
export function subscribersOf(event: EventName): ServiceName[] {
  return SERVICES.filter((service) => (TABLE[service].hears as readonly EventName[]).includes(event));
}

/** The queue of an event for one subscriber, e.g. `ContactUpserted.contacts`. */
export function eventQueueName(event: EventName, subscriber: ServiceName): string {
  return `${event}.${subscriber}`;
}

/** The newest version of an event that this build can handle. */
export function knownVersion(event: EventName): number {
  return EVENTS[event].version;
}
