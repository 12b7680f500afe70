import { BaseRpcContext } from '@nestjs/microservices';

/** What `@Ctx()` gives an event handler: the event's name and the id of its delivery. */
export class EventContext extends BaseRpcContext<[event: string, deliveryId: string]> {
  /** The same each time the event comes; for an event of the outbox, its id there. */
  get deliveryId(): string {
    return this.getArgs()[1];
  }
}
