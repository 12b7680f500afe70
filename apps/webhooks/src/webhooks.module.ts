import { Module } from '@nestjs/common';
import { FanOut } from './fan-out.js';
import { Messages } from './messages.js';
import { OldMessageSweeper } from './old-message-sweeper.js';
import { MessagePoster } from './post-message.js';
import { WebhookSweeper } from './webhook-sweeper.js';
import { WebhookEvents } from './webhook-events.js';
import { WebhookJobs } from './webhook-jobs.js';
import { WritableWebhookMessagesRepository } from './writable-webhook-messages.repository.js';

/** The webhooks service: it subscribes to events and sends them to the URLs that organisations configured. */
@Module({
  controllers: [WebhookEvents],
  providers: [
    FanOut,
    MessagePoster,
    Messages,
    OldMessageSweeper,
    WebhookSweeper,
    WebhookJobs,
    WritableWebhookMessagesRepository,
  ],
})
export class WebhooksModule {}
