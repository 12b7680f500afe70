import { startService } from '#platform';
import { importer } from './service.js';

await startService(importer);
