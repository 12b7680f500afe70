import {
  type AuditEntryAdded,
  type ContactChanged,
  type ContactErased,
  type ImportFinished,
  type ValueRemoved,
} from '#contracts';
import { Subscriber, type EventContext } from '#messaging';
import { FanOut } from './fan-out.js';

/** The event handlers of the webhooks service, for all events that webhooks can subscribe to. */
@Subscriber('webhooks')
export class WebhookEvents {
  constructor(private readonly fanOut: FanOut) {}

  onContactChanged(event: ContactChanged, { deliveryId }: EventContext): Promise<void> {
    return this.fanOut.spread('ContactChanged', event, deliveryId);
  }

  onValueRemoved(event: ValueRemoved, { deliveryId }: EventContext): Promise<void> {
    return this.fanOut.spread('ValueRemoved', event, deliveryId);
  }

  onImportFinished(event: ImportFinished, { deliveryId }: EventContext): Promise<void> {
    return this.fanOut.spread('ImportFinished', event, deliveryId);
  }

  onContactErased(event: ContactErased, { deliveryId }: EventContext): Promise<void> {
    return this.fanOut.spread('ContactErased', event, deliveryId);
  }

  onAuditEntryAdded(event: AuditEntryAdded, { deliveryId }: EventContext): Promise<void> {
    return this.fanOut.spread('AuditEntryAdded', event, deliveryId);
  }
}
