import { Module } from '@nestjs/common';
import { JobsModule } from '../jobs/jobs.module.js';
import { WebhooksController } from './webhooks.controller.js';
import { WebhooksService } from './webhooks.service.js';

@Module({ imports: [JobsModule], controllers: [WebhooksController], providers: [WebhooksService] })
export class WebhooksModule {}
