import { hearEvents, redis } from '#messaging';
import { mongodb } from '#persistence';
import type { ServiceDefinition } from '#platform';
import { storage } from '#storage';
import { CampaignsModule } from './campaigns.module.js';

/** The handlers only write to this service's own collections, so a few at a time are enough to keep up. */
const CONCURRENCY = 4;

export const campaigns: ServiceDefinition = {
  name: 'campaigns',
  uses: [mongodb, redis, storage],
  module: CampaignsModule,
  configure: hearEvents(() => ({ concurrency: CONCURRENCY })),
};
