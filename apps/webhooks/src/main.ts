import { hearEvents, redis } from '#messaging';
import { mongodb } from '#persistence';
import { startService } from '#platform';
import { WebhooksModule } from './webhooks.module.js';

/** Handling an event stores a message for each webhook; posting them is another matter. */
const CONCURRENCY = 4;

await startService({
  name: 'webhooks',
  uses: [mongodb, redis],
  module: WebhooksModule,
  configure: hearEvents(() => ({ concurrency: CONCURRENCY })),
});
