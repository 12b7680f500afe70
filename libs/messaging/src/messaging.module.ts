import { Global, Module } from '@nestjs/common';
import { EventPublisher } from './event-publisher.js';
import { JobQueues } from './job-queues.js';

/** Publishing events and adding jobs. */
@Global()
@Module({ providers: [EventPublisher, JobQueues], exports: [EventPublisher, JobQueues] })
export class MessagingModule {}
