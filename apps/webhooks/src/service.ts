import { hearEvents, redis } from '#messaging';
import { mongodb } from '#persistence';
import type { ServiceDefinition } from '#platform';
import { WebhooksModule } from './webhooks.module.js';

/** Handling an event only stores a message for each webhook; jobs send them. */
const CONCURRENCY = 4;

export const webhooks: ServiceDefinition = {
  name: 'webhooks',
  uses: [mongodb, redis],
  module: WebhooksModule,
  configure: hearEvents(() => ({ concurrency: CONCURRENCY })),
};
