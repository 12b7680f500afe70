import { hearEvents } from '#messaging';
import { startService } from '#platform';
import { WebhooksModule } from './webhooks.module.js';

/** Handling an event stores a message for each webhook; posting them is another matter. */
const CONCURRENCY = 4;

await startService({
  name: 'webhooks',
  module: (config) => WebhooksModule.forRoot(config),
  configure: hearEvents('webhooks', () => ({ concurrency: CONCURRENCY })),
});
