import { startService } from '#platform';
import { exporter } from './service.js';

await startService(exporter);
