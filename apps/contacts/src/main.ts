import { startService } from '#platform';
import { contacts } from './service.js';

await startService(contacts);
