import { SERVICES, type ServiceName } from '#contracts';
import { definitions } from './definitions.js';

/**
 * The services that write each collection, as "Who writes what" in ARCHITECTURE.md says. A collection that is not here is
 * the gateway's alone: nobody else may even read it.
 */
const WRITERS: Record<string, readonly ServiceName[]> = {
  contacts: ['contacts'],
  catalogue: ['contacts'],
  contact_edits: ['contacts'],
  contact_changes: ['contacts'],
  opt_outs: ['contacts'],
  audience: ['campaigns'],
  frozen_audiences: ['campaigns'],
  import_effects: ['campaigns'],
  removed_values: ['campaigns'],
  webhook_messages: ['webhooks'],
  accounts: ['gateway'],
  organisations: ['gateway'],
  imports: ['gateway', 'importer'],
  import_queues: ['gateway', 'importer'],
  import_batches: ['gateway', 'importer', 'contacts'],
  // The importer also removes what was kept long enough, here and below.
  exports: ['gateway', 'exporter', 'importer'],
  tag_changes: ['gateway', 'contacts', 'importer'],
  replays: ['gateway', 'contacts', 'importer'],
  undos: ['gateway', 'contacts', 'importer'],
  audit: ['gateway', 'importer'],
  audit_chains: ['gateway', 'importer'],
  idempotency_keys: ['gateway', 'importer'],
  uploads: ['gateway', 'importer'],
  campaigns: ['gateway', 'campaigns'],
  segments: ['gateway'],
  webhooks: ['gateway', 'webhooks'],
  outbox: ['gateway', 'importer', 'contacts', 'campaigns', 'webhooks'],
  dead_letters: ['gateway', 'importer', 'contacts', 'campaigns', 'webhooks'],
  // Services only read it, but at their start they try with a write that changes nothing whether they may write.
  migration_state: SERVICES,
  migrations: [],
};

const WRITE = ['insert', 'update', 'remove'];

/** All collections, also those without a schema. */
export const COLLECTIONS = [
  ...definitions.map(({ schema }) => schema.get('collection')!),
  'migrations',
  'migration_state',
];

interface Privilege {
  resource: { db: string; collection: string };
  actions: string[];
}

/** Whether a service writes this collection, and whether it may read it. */
export function rightsOn(collection: string, service: ServiceName): { reads: boolean; writes: boolean } {
  const writers = WRITERS[collection] ?? ['gateway'];
  return { reads: collection in WRITERS || service === 'gateway', writes: writers.includes(service) };
}

/** The rights of each service in MongoDB on this database. */
export function serviceRoles(db: string): { role: string; privileges: Privilege[] }[] {
  return SERVICES.map((service) => ({
    role: `contacts-${service}`,
    privileges: [
      ...COLLECTIONS.flatMap((collection): Privilege[] => {
        const { reads, writes } = rightsOn(collection, service);
        const actions = [...(reads ? ['find'] : []), ...(writes ? WRITE : [])];
        return actions.length > 0 ? [{ resource: { db, collection }, actions }] : [];
      }),
      // For the sizes on the page of operators.
      ...(service === 'gateway'
        ? [{ resource: { db, collection: '' }, actions: ['collStats', 'dbStats', 'listCollections', 'listIndexes'] }]
        : []),
    ],
  }));
}

/** What an administrator runs in mongosh: makes the roles, or changes those that are there. Passwords are asked for. */
export function rolesScript(uri: string): string {
  const db = /^mongodb(?:\+srv)?:\/\/[^/]+\/([^?]+)/.exec(uri)?.[1] ?? 'test';
  const lines = serviceRoles(db).map(({ role, privileges }) => {
    const rights = JSON.stringify(privileges);
    return [
      `if (admin.getRole('${role}')) admin.updateRole('${role}', { privileges: ${rights}, roles: [] });`,
      `else admin.createRole({ role: '${role}', privileges: ${rights}, roles: [] });`,
      `if (!admin.getUser('${role}')) admin.createUser({ user: '${role}', pwd: passwordPrompt(), roles: ['${role}'] });`,
    ].join('\n');
  });
  return [`const admin = db.getSiblingDB('admin');`, ...lines, ''].join('\n');
}
