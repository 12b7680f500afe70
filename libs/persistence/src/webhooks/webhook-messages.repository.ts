import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import type { WebhookFailure, WebhookMessagesQuery } from '#contracts';
import { isDuplicateKey } from '../duplicate-key.js';
import { webhookMessageDefinition, type WebhookMessageRecord } from './webhook-message.schema.js';

/** Whose messages: one webhook of one organisation. */
interface OfWebhook {
  organisationId: string;
  webhookId: string;
}

/** Messages for webhooks that wait or were given up. Those that were taken are gone. */
@Injectable()
export class WebhookMessagesRepository {
  constructor(@InjectModel(webhookMessageDefinition.name) private readonly model: Model<WebhookMessageRecord>) {}

  /** Adding the same message again does nothing. */
  async add(record: WebhookMessageRecord): Promise<void> {
    try {
      await this.model.create(record);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }

  /** The message of a webhook whose time has come first. */
  nextDue({ organisationId, webhookId }: OfWebhook, now: Date): Promise<WebhookMessageRecord | null> {
    return this.model
      .findOne({ organisationId, webhookId, state: 'waiting', nextAttemptAt: { $lte: now } })
      .sort({ nextAttemptAt: 1 })
      .lean<WebhookMessageRecord>()
      .exec();
  }

  async taken({ _id, organisationId }: WebhookMessageRecord): Promise<void> {
    await this.model.deleteOne({ _id, organisationId });
  }

  async failed(
    { _id, organisationId }: WebhookMessageRecord,
    change: Pick<WebhookMessageRecord, 'attempts' | 'failure' | 'status' | 'nextAttemptAt' | 'state' | 'givenUpAt'>,
  ): Promise<void> {
    await this.model.updateOne({ _id, organisationId }, { $set: change });
  }

  /** An attempt that failed for all that were due: the webhook is down, and each of them would have met the same. */
  async allFailed(
    { organisationId, webhookId }: OfWebhook,
    due: Date,
    why: { failure: WebhookFailure; status: number | null },
    next: { nextAttemptAt: Date; maxAttempts: number },
  ): Promise<void> {
    const ofWebhook = { organisationId, webhookId, state: 'waiting' } as const;
    await this.model.updateMany(
      { ...ofWebhook, nextAttemptAt: { $lte: due } },
      { $set: { ...why, nextAttemptAt: next.nextAttemptAt }, $inc: { attempts: 1 } },
    );
    await this.giveUp({ ...ofWebhook, attempts: { $gte: next.maxAttempts } });
  }

  /** Nothing that waits will be taken any more. */
  async allGivenUp(ofWebhook: OfWebhook, why: { failure: WebhookFailure; status: number | null }): Promise<void> {
    await this.model.updateMany({ ...ofWebhook, state: 'waiting' }, { $set: why });
    await this.giveUp({ ...ofWebhook, state: 'waiting' });
  }

  /** Puts what was given up back. @returns how many messages that were */
  async retry({ organisationId, webhookId }: OfWebhook, now: Date): Promise<number> {
    const { modifiedCount } = await this.model.updateMany(
      { organisationId, webhookId, state: 'given_up' },
      { $set: { state: 'waiting', attempts: 0, nextAttemptAt: now, givenUpAt: null } },
    );
    return modifiedCount;
  }

  count({ organisationId, webhookId }: OfWebhook, state: WebhookMessageRecord['state']): Promise<number> {
    return this.model.countDocuments({ organisationId, webhookId, state }).exec();
  }

  /** Oldest first; one more than `limit`, so that the caller knows whether there is a next page. */
  list({ organisationId, webhookId }: OfWebhook, query: WebhookMessagesQuery): Promise<WebhookMessageRecord[]> {
    return this.model
      .find(
        { organisationId, webhookId, state: query.state, ...(query.after && { _id: { $gt: query.after } }) },
        { body: 0 },
      )
      .sort({ _id: 1 })
      .limit(query.limit + 1)
      .lean<WebhookMessageRecord[]>()
      .exec();
  }

  async removeAll({ organisationId, webhookId }: OfWebhook): Promise<void> {
    await this.model.deleteMany({ organisationId, webhookId });
  }

  /** For the sweeper alone, which serves all organisations: the webhooks for which a message is due. */
  findDue(now: Date, limit: number): Promise<OfWebhook[]> {
    return this.model
      .aggregate<OfWebhook>([
        { $match: { state: 'waiting', nextAttemptAt: { $lte: now } } },
        { $group: { _id: '$webhookId', organisationId: { $first: '$organisationId' } } },
        { $limit: limit },
        { $project: { _id: 0, webhookId: '$_id', organisationId: 1 } },
      ])
      .exec();
  }

  private async giveUp(which: object): Promise<void> {
    await this.model.updateMany(which, { $set: { state: 'given_up', givenUpAt: new Date() } });
  }
}
