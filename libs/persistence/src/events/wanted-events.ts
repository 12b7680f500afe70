import { Injectable } from '@nestjs/common';
import { subscribersOf, type EventName, type SelectiveSubscriber, type ServiceName } from '#contracts';
import { WebhooksRepository } from '../webhooks/webhooks.repository.js';

/** Whether a subscriber wants an organisation's events with this name. */
type Question = (organisationId: string, event: EventName) => Promise<boolean>;

/**
 * Decides which subscribers get an event of the outbox. A subscriber with `onlyWhenWanted` (contracts) is asked for
 * each event, so the answer should cost no more than one index lookup. The answer is not cached, so that somebody who
 * subscribed a moment ago misses no event.
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
