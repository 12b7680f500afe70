import { describe, expect, it } from 'vitest';
import { getModelToken } from '@nestjs/mongoose';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { runInNewContext } from 'node:vm';
import { SERVICES } from '#contracts';
import { definitions } from './definitions.js';
import * as campaigns from './owned/campaigns.js';
import * as contacts from './owned/contacts.js';
import * as webhooks from './owned/webhooks.js';
import { COLLECTIONS, rightsOn, rolesScript, serviceRoles } from './service-roles.js';

/** How many collections the files of a folder give to somebody. */
const collectionsIn = (folder: string) =>
  readdirSync(path.join(import.meta.dirname, folder))
    .map((file) => readFileSync(path.join(import.meta.dirname, folder, file), 'utf8').match(/InjectModel\(/g)!.length)
    .reduce((sum, count) => sum + count, 0);

const writersOf = (collection: string) => SERVICES.filter((service) => rightsOn(collection, service).writes);

describe('the roles of services', () => {
  it('let only the owner write what libs/persistence/src/owned gives to it alone', () => {
    let count = 0;
    for (const [owner, owned] of Object.entries({ campaigns, contacts, webhooks })) {
      for (const inject of Object.values(owned)) {
        class Repository {}
        inject()(Repository, undefined, 0);
        const [{ param }] = Reflect.getMetadata('self:paramtypes', Repository) as [{ param: string }];
        const { schema } = definitions.find(({ name }) => getModelToken(name) === param)!;
        expect([param, writersOf(schema.get('collection')!)]).toEqual([param, [owner]]);
        count++;
      }
    }
    expect(count).toBe(collectionsIn('owned'));
  });

  it('agree with "Who writes what" in ARCHITECTURE.md', () => {
    const rows = readFileSync('ARCHITECTURE.md', 'utf8').matchAll(/^\| ((?:`\w+`(?:, )?)+) +\| ([^|]+) \|/gm);
    const described = [...rows].flatMap(([, names, writers]) =>
      [...names!.matchAll(/`(\w+)`/g)].map(([, name]) => ({ name: name!, writers: writers! })),
    );
    const known = described.filter(({ name }) => COLLECTIONS.includes(name));
    expect(known.length).toBeGreaterThan(25);
    for (const { name, writers } of known) {
      const named = SERVICES.filter((service) => new RegExp(`\\b${service}\\b`).test(writers.replace(/`\w+`/g, '')));
      for (const service of named)
        expect([name, service, rightsOn(name, service)]).toMatchObject([name, service, { writes: true }]);
    }
  });

  it('give nobody but the gateway users, sessions, keys and links', () => {
    for (const { role, privileges } of serviceRoles('contacts')) {
      const readable = privileges
        .filter(({ actions }) => actions.includes('find'))
        .map(({ resource }) => resource.collection);
      for (const name of ['users', 'sessions', 'api_keys', 'first_links', 'password_links', 'whatsapp_connections'])
        expect([role, name, readable.includes(name)]).toEqual([role, name, role === 'contacts-gateway']);
    }
  });

  it('let an importer write no contact, and nobody do more than find, insert, update and remove', () => {
    const importer = serviceRoles('contacts').find(({ role }) => role === 'contacts-importer')!;
    expect(importer.privileges.find(({ resource }) => resource.collection === 'contacts')!.actions).toEqual(['find']);
    const actions = serviceRoles('contacts').flatMap(({ privileges }) => privileges.flatMap((one) => one.actions));
    expect([...new Set(actions)].sort()).toEqual([
      'collStats',
      'dbStats',
      'find',
      'insert',
      'listCollections',
      'listIndexes',
      'remove',
      'update',
    ]);
  });

  it('are made by a script that mongosh can read, for the database of the address', () => {
    const calls: [string, string][] = [];
    const note = (what: string) => (given: { role?: string; user?: string }) =>
      calls.push([what, given.role ?? given.user!]);
    const admin = { getRole: () => null, getUser: () => null, createRole: note('role'), createUser: note('user') };
    const script = rolesScript('mongodb://root:secret@a:1,b:2/people?replicaSet=rs0');
    runInNewContext(script, { db: { getSiblingDB: () => admin }, passwordPrompt: () => 'x' });
    expect(calls).toEqual(SERVICES.flatMap((service) => ['role', 'user'].map((what) => [what, `contacts-${service}`])));
    expect(script).toContain('{"resource":{"db":"people","collection":"contacts"},"actions":["find"]}');
    expect(script).not.toContain('secret');
  });
});
