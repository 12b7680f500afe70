import { hearEvents, redis } from '#messaging';
import { mongodb } from '#persistence';
import { startService } from '#platform';
import { WebhooksModule } from './webhooks.module.js';

/** Handling an event only stores a message for each webhook; jobs send them. */
const CONCURRENCY = 4;

await startService({
  name: 'webhooks',
  uses: [mongodb, redis],
  module: WebhooksModule,
  configure: hearEvents(() => ({ concurrency: CONCURRENCY })),
});
