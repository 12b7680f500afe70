import { announceErasures } from './announce-erasures.js';
import { chainAudit } from './chain-audit.js';
import { endDoubleReplays } from './end-double-replays.js';
import { buildVersion, type Migration } from './migration.js';
import { rebuildKeys } from './rebuild-keys.js';

/** Every migration, in order. */
export const MIGRATIONS: readonly Migration[] = [
  // Builds from before versions changed the rules now and then, and left the contacts that were there as they were.
  { version: 1, name: 'Rebuild the keys of contacts', worksWith: 0, run: rebuildKeys },
  { version: 2, name: 'End replays that are open twice', worksWith: 0, run: endDoubleReplays },
  // Services of the build before go on writing entries without a place in the chain.
  { version: 3, name: 'Chain the audit log', worksWith: 0, run: chainAudit, cleanUp: chainAudit },
  // Services of the build before tell nobody who would do it.
  {
    version: 4,
    name: 'Take people who are erased already out of frozen audiences',
    worksWith: 0,
    run: announceErasures,
    cleanUp: announceErasures,
  },
];

/** The version that a database has when this build has migrated it. */
export const MIGRATED_TO = buildVersion(MIGRATIONS);
