import { BaseRpcContext } from '@nestjs/microservices';

/** The context of an event handler, for `@Ctx()`: the event's name and the id of the delivery. */
export class EventContext extends BaseRpcContext<[event: string, deliveryId: string]> {
  /** @param progressed says that a part of the work is done: the handler has its full time again for the rest */
  constructor(
    args: [event: string, deliveryId: string],
    readonly progressed: () => void,
  ) {
    super(args);
  }

  /** The same for every redelivery of the event. For an event of the outbox, its id there. */
  get deliveryId(): string {
    return this.getArgs()[1];
  }
}
