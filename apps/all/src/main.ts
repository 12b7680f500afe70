/**
 * All services in one process, for an installation on one server: `node dist/apps/all/src/main.js`. It needs a fifth of
 * the memory of six processes, because everything is loaded once, and they share their connections.
 *
 * It migrates the database before it starts, so nothing else has to be run. Only the gateway listens.
 *
 * With names of services, it runs only these: `main.js importer contacts`. Then the first one listens.
 */
import { migrateWhenThere } from '#persistence';
import { createLogger, startServices, type ServiceDefinition } from '#platform';
import { campaigns } from '../../campaigns/src/service.js';
import { contacts } from '../../contacts/src/service.js';
import { exporter } from '../../exporter/src/service.js';
import { gateway } from '../../gateway/src/service.js';
import { importer } from '../../importer/src/service.js';
import { webhooks } from '../../webhooks/src/service.js';

const ALL = { gateway, importer, contacts, exporter, campaigns, webhooks };
const asked = process.argv.slice(2);
const unknown = asked.find((name) => !Object.hasOwn(ALL, name));
if (unknown !== undefined) {
  process.stderr.write(`There is no service "${unknown}". The services are ${Object.keys(ALL).join(', ')}.\n`);
  process.exit(1);
}

const wanted = Object.values(ALL).filter(({ name }) => asked.length === 0 || asked.includes(name));
await startServices(wanted as [ServiceDefinition, ...ServiceDefinition[]], (config, signal) =>
  migrateWhenThere(config.MONGODB_URI, { log: createLogger('migrate', config), signal }),
);
