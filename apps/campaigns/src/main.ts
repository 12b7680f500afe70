import { hearEvents } from '#messaging';
import { startService } from '#platform';
import { CampaignsModule } from './campaigns.module.js';

/** Handlers of this service write to its own collection alone, so a few at a time are enough to keep up. */
const CONCURRENCY = 4;

await startService({
  name: 'campaigns',
  module: (config) => CampaignsModule.forRoot(config),
  configure: hearEvents('campaigns', () => ({ concurrency: CONCURRENCY })),
});
