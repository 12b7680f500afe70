import { startService } from '#platform';
import { campaigns } from './service.js';

await startService(campaigns);
