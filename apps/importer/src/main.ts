import { redis } from '#messaging';
import { mongodb } from '#persistence';
import { startService } from '#platform';
import { storage } from '#storage';
import { ImporterModule } from './importer.module.js';

await startService({ name: 'importer', uses: [mongodb, redis, storage], module: ImporterModule });
