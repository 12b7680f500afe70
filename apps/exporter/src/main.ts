import { redis } from '#messaging';
import { mongodb } from '#persistence';
import { startService } from '#platform';
import { storage } from '#storage';
import { ExporterModule } from './exporter.module.js';

await startService({ name: 'exporter', uses: [mongodb, redis, storage], module: ExporterModule });
