import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import type { WebhookMessagesQuery } from '#contracts';
import { phonesPattern } from '../events/phones-pattern.js';
import { webhookMessageDefinition, type WebhookMessageRecord } from './webhook-message.schema.js';

/** Identifies the messages of one webhook of one organisation. */
export interface OfWebhook {
  organisationId: string;
  webhookId: string;
}

/** Reads messages for webhooks that wait or were given up. Delivered messages are removed. */
@Injectable()
export class WebhookMessagesRepository {
  constructor(@InjectModel(webhookMessageDefinition.name) private readonly model: Model<WebhookMessageRecord>) {}

  count({ organisationId, webhookId }: OfWebhook, state: WebhookMessageRecord['state']): Promise<number> {
    return this.model.countDocuments({ organisationId, webhookId, state }).exec();
  }

  /** The messages with the state of a contact with one of these phones, without their bodies. */
  withPhones(
    { organisationId, webhookId }: OfWebhook,
    phones: readonly string[],
  ): Promise<Pick<WebhookMessageRecord, 'state' | 'givenUpAt'>[]> {
    const query = { organisationId, webhookId, event: 'ContactChanged', body: phonesPattern(phones) };
    return this.model
      .find(query, { _id: 0, state: 1, givenUpAt: 1 })
      .lean<Pick<WebhookMessageRecord, 'state' | 'givenUpAt'>[]>()
      .exec();
  }

  /** Oldest first. Reads one more than `limit`, so that the caller knows whether there is a next page. */
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
}
