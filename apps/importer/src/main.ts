import { startService } from '#platform';
import { ImporterModule } from './importer.module.js';

await startService({ name: 'importer', module: (config) => ImporterModule.forRoot(config) });
