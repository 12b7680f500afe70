import { Module } from '@nestjs/common';
import { JobsModule } from '../jobs/jobs.module.js';
import { WebhookDesk } from './webhook-desk.js';
import { WebhooksController } from './webhooks.controller.js';

@Module({ imports: [JobsModule], controllers: [WebhooksController], providers: [WebhookDesk] })
export class WebhooksModule {}
