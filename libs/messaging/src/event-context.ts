import { BaseRpcContext } from '@nestjs/microservices';

/** What `@Ctx()` gives an event handler: the event's name and the id of its delivery. */
export class EventContext extends BaseRpcContext<[event: string, deliveryId: string]> {}
