import { redis } from '#messaging';
import { mongodb } from '#persistence';
import type { ServiceDefinition } from '#platform';
import { storage } from '#storage';
import { ImporterModule } from './importer.module.js';

export const importer: ServiceDefinition = {
  name: 'importer',
  uses: [mongodb, redis, storage],
  module: ImporterModule,
};
