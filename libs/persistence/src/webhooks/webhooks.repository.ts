import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession } from 'mongodb';
import { Model } from 'mongoose';
import type { PageQuery, WebhookAttempt } from '#contracts';
import { webhookDefinition, type WebhookRecord } from './webhook.schema.js';

/** Number of attempts to keep for a webhook. */
const ATTEMPTS_KEPT = 20;

/** Webhooks: the URLs to which organisations want events sent. */
@Injectable()
export class WebhooksRepository {
  constructor(@InjectModel(webhookDefinition.name) private readonly model: Model<WebhookRecord>) {}

  async insert(record: WebhookRecord, session: ClientSession): Promise<WebhookRecord> {
    await this.model.create([record], { session });
    return record;
  }

  /** Oldest first. Reads one more than `limit`, so that the caller knows whether there is a next page. */
  list(organisationId: string, { after, limit }: PageQuery): Promise<WebhookRecord[]> {
    return this.model
      .find({ organisationId, ...(after && { _id: { $gt: after } }) })
      .sort({ _id: 1 })
      .limit(limit + 1)
      .lean<WebhookRecord[]>()
      .exec();
  }

  count(organisationId: string): Promise<number> {
    return this.model.countDocuments({ organisationId }).exec();
  }

  find(organisationId: string, webhookId: string): Promise<WebhookRecord | null> {
    return this.model.findOne({ _id: webhookId, organisationId }).lean<WebhookRecord>().exec();
  }

  /** @returns the record after the change, or null when the webhook does not exist */
  change(
    organisationId: string,
    webhookId: string,
    change: Partial<WebhookRecord>,
    session?: ClientSession,
  ): Promise<WebhookRecord | null> {
    return this.model
      .findOneAndUpdate({ _id: webhookId, organisationId }, { $set: change }, { returnDocument: 'after', session })
      .lean<WebhookRecord>()
      .exec();
  }

  /** @returns whether the webhook existed */
  async remove(organisationId: string, webhookId: string, session: ClientSession): Promise<boolean> {
    return (await this.model.deleteOne({ _id: webhookId, organisationId }, { session })).deletedCount === 1;
  }

  /** The active webhooks of an organisation that subscribe to an event. */
  wanting(organisationId: string, event: string): Promise<WebhookRecord[]> {
    return this.model.find({ organisationId, active: true, events: event }).lean<WebhookRecord[]>().exec();
  }

  /**
   * Whether there is any. Called whenever an event is published, so that nothing more is done for organisations without
   * webhooks.
   */
  async areWanting(organisationId: string, event: string): Promise<boolean> {
    const found = await this.model.findOne({ organisationId, active: true, events: event }, { _id: 1 }).lean();
    return found !== null;
  }

  /** Records an attempt and the resulting state of the webhook. */
  async note(
    { _id, organisationId }: WebhookRecord,
    attempt: WebhookAttempt,
    change: Partial<Pick<WebhookRecord, 'outages' | 'retryAt' | 'failingSince' | 'active'>>,
  ): Promise<void> {
    await this.model.updateOne(
      { _id, organisationId },
      { $set: change, $push: { attempts: { $each: [attempt], $position: 0, $slice: ATTEMPTS_KEPT } } },
    );
  }
}
