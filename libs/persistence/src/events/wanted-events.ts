import { Injectable } from '@nestjs/common';
import { subscribersOf, type EventName, type SelectiveSubscriber, type ServiceName } from '#contracts';
import { WebhooksRepository } from '../webhooks/webhooks.repository.js';

/** Whether a subscriber wants the events of this name of an organisation. */
type Question = (organisationId: string, event: EventName) => Promise<boolean>;

/**
 * Who is to hear an event of the outbox. A subscriber that hears only what it wants (contracts, `onlyWhenWanted`) is asked
 * each time, which should cost no more than one look at an index: a remembered answer would keep events from somebody who
 * asked for them a moment ago.
 */
@Injectable()
export class WantedEvents {
  private readonly questions: Record<SelectiveSubscriber, Question>;

  constructor(webhooks: WebhooksRepository) {
    this.questions = { webhooks: (organisationId, event) => webhooks.areWanting(organisationId, event) };
  }

  async listeners(event: EventName, organisationId: string): Promise<ServiceName[]> {
    const listeners: ServiceName[] = [];
    const questions: Partial<Record<ServiceName, Question>> = this.questions;
    for (const subscriber of subscribersOf(event)) {
      const wants = questions[subscriber];
      if (!wants || (await wants(organisationId, event))) listeners.push(subscriber);
    }
    return listeners;
  }
}
