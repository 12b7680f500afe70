import { Controller, UseFilters } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { eventsHeardBy, type EventName, type EventPayload, type HeardBy, type ServiceName } from '#contracts';
import type { EventContext } from './event-context.js';
import { RethrowFilter } from './rethrow.filter.js';

/**
 * One method for each event that the service subscribes to (contracts, `hears`): `onContactChanged(event, context)`.
 */
type EventHandlers<S extends ServiceName> = {
  [E in HeardBy<S> as `on${E & EventName}`]: (event: EventPayload<E>, context: EventContext) => Promise<void>;
};

/**
 * Makes a class the subscriber of a service. A missing method, or one of the wrong type, does not compile. Each method
 * is a Nest event handler (`@EventPattern`) whose errors reach the transport. When it succeeds, the event is
 * acknowledged; when it throws, the event is delivered again. Events may arrive more than once and in any order.
 */
export function Subscriber<S extends ServiceName>(service: S) {
  return <T extends new (...args: never[]) => EventHandlers<S>>(target: T): void => {
    const prototype = target.prototype as object;
    for (const event of eventsHeardBy(service)) {
      const method = `on${event}`;
      EventPattern(event)(prototype, method, Object.getOwnPropertyDescriptor(prototype, method)!);
      Payload()(prototype, method, 0);
      Ctx()(prototype, method, 1);
    }
    UseFilters(RethrowFilter)(target);
    Controller()(target);
  };
}
