import { Global, Module } from '@nestjs/common';
import { EventPublisher } from './event-publisher.js';
import { JobCalls } from './job-calls.js';
import { JobQueues } from './job-queues.js';

/** Publishing events and adding jobs. */
@Global()
@Module({ providers: [EventPublisher, JobCalls, JobQueues], exports: [EventPublisher, JobCalls, JobQueues] })
export class MessagingModule {}
