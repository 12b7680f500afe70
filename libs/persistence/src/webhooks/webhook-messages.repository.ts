import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import type { WebhookMessagesQuery } from '#contracts';
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
