import { startService } from '#platform';
import { gateway } from './service.js';

await startService(gateway);
