import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { isMeasured, type Dependency } from '#platform';
import { measureCommands } from './command-metrics.js';
import { nameConnections } from './connection.js';
import { CrashWatch, InHand } from './crash-watch.js';
import { EventPublisher } from './event-publisher.js';
import { JobCalls } from './job-calls.js';
import { JobQueues } from './job-queues.js';
import { JobRunner } from './job-runner.js';
import { OrderRunner } from './order-runner.js';
import { OrderSweeper } from './order-sweeper.js';
import { Queues } from './queues.js';
import { reachRedis } from './reach-redis.js';

const inHand = new InHand();

/** Publishing events, adding jobs and carrying out orders. */
@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [
    CrashWatch,
    { provide: InHand, useValue: inHand },
    EventPublisher,
    JobCalls,
    JobQueues,
    OrderRunner,
    Queues,
  ],
  exports: [CrashWatch, DiscoveryModule, EventPublisher, JobCalls, JobQueues, OrderRunner, Queues],
})
export class MessagingModule {}

export const redis: Dependency<Queues> = {
  name: 'redis',
  variable: 'REDIS_URL',
  module: (config, _service, program) => {
    nameConnections(program);
    if (isMeasured(config)) measureCommands();
    return MessagingModule;
  },
  client: Queues,
  ping: (queues) => queues.ping(),
  reach: reachRedis,
  providers: [JobRunner, OrderSweeper],
};
