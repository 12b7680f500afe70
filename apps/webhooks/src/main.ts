import { startService } from '#platform';
import { webhooks } from './service.js';

await startService(webhooks);
