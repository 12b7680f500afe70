import { Injectable } from '@nestjs/common';
import type { WebhookFailure } from '#contracts';
import {
  isDuplicateKey,
  removeOldest,
  WebhookMessagesRepository,
  type OfWebhook,
  type WebhookMessageRecord,
} from '#persistence';
import { InjectWebhookMessages } from '#persistence/owned/webhooks';
import type { Model } from 'mongoose';

/** Reads and writes messages for webhooks. */
@Injectable()
export class WritableWebhookMessagesRepository extends WebhookMessagesRepository {
  constructor(@InjectWebhookMessages() private readonly messages: Model<WebhookMessageRecord>) {
    super(messages);
  }

  /** Adding the same message again does nothing. */
  async add(record: WebhookMessageRecord): Promise<void> {
    try {
      await this.messages.create(record);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }

  /** The webhook's due message with the earliest time. */
  nextDue({ organisationId, webhookId }: OfWebhook, now: Date): Promise<WebhookMessageRecord | null> {
    return this.messages
      .findOne({ organisationId, webhookId, state: 'waiting', nextAttemptAt: { $lte: now } })
      .sort({ nextAttemptAt: 1 })
      .lean<WebhookMessageRecord>()
      .exec();
  }

  async taken({ _id, organisationId }: WebhookMessageRecord): Promise<void> {
    await this.messages.deleteOne({ _id, organisationId });
  }

  async failed(
    { _id, organisationId }: WebhookMessageRecord,
    change: Pick<WebhookMessageRecord, 'attempts' | 'failure' | 'status' | 'nextAttemptAt' | 'state' | 'givenUpAt'>,
  ): Promise<void> {
    await this.messages.updateOne({ _id, organisationId }, { $set: change });
  }

  /**
   * Records a failed attempt for all due messages: the webhook is down, and each of them would have failed the same
   * way.
   */
  async allFailed(
    { organisationId, webhookId }: OfWebhook,
    due: Date,
    why: { failure: WebhookFailure; status: number | null },
    next: { nextAttemptAt: Date; maxAttempts: number },
  ): Promise<void> {
    const ofWebhook = { organisationId, webhookId, state: 'waiting' } as const;
    await this.messages.updateMany(
      { ...ofWebhook, nextAttemptAt: { $lte: due } },
      { $set: { ...why, nextAttemptAt: next.nextAttemptAt }, $inc: { attempts: 1 } },
    );
    await this.giveUp({ ...ofWebhook, attempts: { $gte: next.maxAttempts } });
  }

  /** Gives up all waiting messages, because the webhook will accept no more. */
  async allGivenUp(ofWebhook: OfWebhook, why: { failure: WebhookFailure; status: number | null }): Promise<void> {
    await this.messages.updateMany({ ...ofWebhook, state: 'waiting' }, { $set: why });
    await this.giveUp({ ...ofWebhook, state: 'waiting' });
  }

  /** Makes given-up messages wait again. @returns the number of messages */
  async retry({ organisationId, webhookId }: OfWebhook, now: Date): Promise<number> {
    const { modifiedCount } = await this.messages.updateMany(
      { organisationId, webhookId, state: 'given_up' },
      { $set: { state: 'waiting', attempts: 0, nextAttemptAt: now, givenUpAt: null } },
    );
    return modifiedCount;
  }

  /** Removes all messages of a webhook, including given-up ones. */
  async removeAll({ organisationId, webhookId }: OfWebhook): Promise<void> {
    await this.messages.deleteMany({ organisationId, webhookId });
  }

  /**
   * For the sweeper: removes messages of all organisations that were given up before a time, unless they wait again.
   * Their ids begin with that of the event, which begins with its time.
   * @returns how many
   */
  removeBefore(before: Date, limit: number): Promise<number> {
    return removeOldest(this.messages, before, { state: 'given_up', givenUpAt: { $lt: before } }, limit);
  }

  /**
   * For the sweeper, which serves all organisations: the webhooks that have a due message. Reads two index entries for
   * each webhook that has waiting messages, however many messages wait: MongoDB skips from one webhook to the next
   * (`DISTINCT_SCAN`).
   */
  due(now: Date): AsyncGenerator<OfWebhook> {
    return this.webhooksWith('waiting', { nextAttemptAt: { $lte: now } });
  }

  /** For the sweeper, too: the webhooks that have given-up messages. */
  withGivenUp(): AsyncGenerator<OfWebhook> {
    return this.webhooksWith('given_up', {});
  }

  private async *webhooksWith(state: WebhookMessageRecord['state'], condition: object): AsyncGenerator<OfWebhook> {
    for (const webhookId of await this.messages.distinct('webhookId', { state })) {
      const message = await this.messages
        .findOne({ state, webhookId, ...condition }, { _id: 0, webhookId: 1, organisationId: 1 })
        .lean<OfWebhook>();
      if (message) yield message;
    }
  }

  private async giveUp(which: object): Promise<void> {
    await this.messages.updateMany(which, { $set: { state: 'given_up', givenUpAt: new Date() } });
  }
}
