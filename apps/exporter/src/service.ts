import { redis } from '#messaging';
import { mongodb } from '#persistence';
import type { ServiceDefinition } from '#platform';
import { storage } from '#storage';
import { ExporterModule } from './exporter.module.js';

export const exporter: ServiceDefinition = {
  name: 'exporter',
  uses: [mongodb, redis, storage],
  module: ExporterModule,
};
