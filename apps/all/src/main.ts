/**
 * All services in one process, for an installation on one server: `node dist/apps/all/src/main.js`. It needs a fifth of
 * the memory of six processes, because everything is loaded once, and they share their connections.
 *
 * It migrates the database before it starts, so nothing else has to be run. Only the gateway listens.
 */
import { migrateWhenThere } from '#persistence';
import { createLogger, startServices } from '#platform';
import { campaigns } from '../../campaigns/src/service.js';
import { contacts } from '../../contacts/src/service.js';
import { exporter } from '../../exporter/src/service.js';
import { gateway } from '../../gateway/src/service.js';
import { importer } from '../../importer/src/service.js';
import { webhooks } from '../../webhooks/src/service.js';

await startServices([gateway, importer, contacts, exporter, campaigns, webhooks], (config, signal) =>
  migrateWhenThere(config.MONGODB_URI, { log: createLogger('migrate', config), signal }),
);
