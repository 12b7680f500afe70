import { startService } from '#platform';
import { ExporterModule } from './exporter.module.js';

await startService({ name: 'exporter', module: (config) => ExporterModule.forRoot(config) });
