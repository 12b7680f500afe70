import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { runInNewContext } from 'node:vm';
import {
  SERVICES,
  type Campaign,
  type Erasure,
  type NewWebhook,
  type ServiceName,
  type TagChange,
  type Undo,
} from '#contracts';
import { migrateDatabase, rightsOn } from '#persistence';
import { cacheFolder } from '../../tools/local-services/cache.js';
import { findInPath } from '../../tools/local-services/command.js';
import { freePort } from '../../tools/local-services/free-port.js';
import { memberArguments } from '../../tools/local-services/mongod.js';
import { untilReady, withMongo } from '../../tools/local-services/ready.js';
import { secantusProgram } from '../../tools/local-services/secantus.js';
import { Supervisor } from '../../tools/local-services/supervisor.js';
import { ROOT } from '../../tools/product/service-process.js';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { startStack, type Stack } from '../support/stack.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

const DATABASE = 'people';
const ROOT_USER = 'root';
const PASSWORD = 'a-password-of-the-test';
const UNAUTHORIZED = 13;

/**
 * A MongoDB that asks for a user and enforces roles: a mongod in the PATH, or that of `npm run test:mongod`, or else the
 * stand-in, whose checks were written after those of mongod. A server that runs elsewhere is nobody's to restart so.
 */
const mongod = [findInPath(['mongod'], process.env), path.join(cacheFolder(), 'mongod', 'mongod')].find(
  (program) => program && existsSync(program),
);
const program = mongod ?? secantusProgram(cacheFolder());
if (!program)
  console.warn('mongodb-roles.test.ts is left out: no mongod is in the PATH, and SecantusDB was not built by cargo.');

describe.skipIf(!program)('MongoDB with the roles of `migrate --print-roles`', () => {
  const supervisor = new Supervisor();
  const folder = mkdtempSync(path.join(tmpdir(), 'roles-'));
  const clients: mongoose.mongo.MongoClient[] = [];
  let port: number;
  let root: string;
  let stack: Stack | undefined;

  beforeAll(async () => {
    port = await freePort();
    await startServer();
    root = uriOf(ROOT_USER);
    await migrateDatabase(root);
    await withMongo(root, async (client) => {
      const calls = await callsOf(false);
      expect(calls.map(([name]) => name)).toEqual(SERVICES.flatMap(() => ['createRole', 'createUser']));
      for (const [, command] of calls) await client.db('admin').command(command);
      // After an upgrade it is run again.
      for (const [, command] of await callsOf(true)) await client.db('admin').command(command);
    });
  }, 120_000);
  afterAll(async () => {
    await stack?.stop();
    for (const client of clients) await client.close();
    await supervisor.close();
    rmSync(folder, { recursive: true });
  });

  const uriOf = (user: string) =>
    `mongodb://${user}:${PASSWORD}@127.0.0.1:${port}/${DATABASE}?authSource=admin&directConnection=true`;
  const as = async (service: ServiceName) => {
    const client = await mongoose.mongo.MongoClient.connect(uriOf(`contacts-${service}`));
    clients.push(client);
    return client.db();
  };

  async function startServer(): Promise<void> {
    const data = path.join(folder, 'data');
    const keyFile = path.join(folder, 'key');
    mkdirSync(data);
    writeFileSync(keyFile, randomBytes(96).toString('base64'), { mode: 0o600 });
    const asMember = ['--bind_ip', '127.0.0.1', ...memberArguments(port, data), '--keyFile', keyFile];
    const asStandIn = ['--host', '127.0.0.1', '--port', String(port), '--storage-path', data, '--auth'];
    const server = supervisor.spawn(program!, mongod ? asMember : asStandIn, {});
    const direct = `mongodb://127.0.0.1:${port}/admin?directConnection=true`;
    // Somebody on the same machine makes the first user, and nothing else.
    await untilReady(
      () =>
        withMongo(direct, async (client) => {
          const admin = client.db('admin');
          const { setName, isWritablePrimary } = await admin.command({ hello: 1 });
          const config = { _id: 'contacts', members: [{ _id: 0, host: `127.0.0.1:${port}` }] };
          if (!setName) await admin.command({ replSetInitiate: config });
          if (!isWritablePrimary) throw new Error('it takes no writes yet');
          await admin.command({ createUser: ROOT_USER, pwd: PASSWORD, roles: ['root'] });
        }),
      { process: server },
    );
  }

  /** What mongosh would ask MongoDB to do. @param isThere whether roles and users are there already */
  async function callsOf(isThere: boolean): Promise<[name: string, command: object][]> {
    const main = path.join(ROOT, 'dist/apps/migrate/src/main.js');
    const env = { ...process.env, NODE_OPTIONS: '', MONGODB_URI: root };
    const { stdout } = await promisify(execFile)(process.execPath, [main, '--print-roles'], { env });
    const calls: [string, object][] = [];
    const note =
      (name: string) =>
      ({ role, user, ...rest }: { role?: string; user?: string }) =>
        calls.push([name, { [name]: role ?? user, ...rest }]);
    const admin = {
      getRole: () => isThere,
      getUser: () => isThere,
      createRole: note('createRole'),
      createUser: note('createUser'),
      updateRole: (role: string, rest: object) => calls.push(['updateRole', { updateRole: role, ...rest }]),
    };
    runInNewContext(stdout, { db: { getSiblingDB: () => admin }, passwordPrompt: () => PASSWORD });
    return calls;
  }

  /** Whether MongoDB does it. */
  const may = (work: Promise<unknown>): Promise<boolean> =>
    work.then(
      () => true,
      (error: { code?: unknown }) => {
        if (error.code === UNAUTHORIZED) return false;
        throw error;
      },
    );

  it('lets an importer read contacts, and not write them', async () => {
    const contacts = (await as('importer')).collection<{ _id: string }>('contacts');
    expect(await may(contacts.findOne({}))).toBe(true);
    const contact = { _id: 'x/34600111222', accountId: 'x', phone: '34600111222' };
    expect(await may(contacts.insertOne(contact))).toBe(false);
    expect(await may(contacts.updateOne({ _id: contact._id }, { $set: { name: 'x' } }))).toBe(false);
    expect(await may(contacts.bulkWrite([{ deleteOne: { filter: {} } }]))).toBe(false);
    expect(await may(contacts.aggregate([{ $match: {} }, { $out: 'contacts' }]).toArray())).toBe(false);
    expect(await may(contacts.drop())).toBe(false);
    expect(await contacts.countDocuments()).toBe(0);
  });

  it.each(SERVICES)('gives the service %s the rights of its role on each collection, and no other', async (service) => {
    const db = await as(service);
    const collections = await withMongo(root, (client) => client.db().listCollections().toArray());
    const names = collections.map(({ name }) => name).filter((name) => !name.startsWith('system.'));
    expect(names.length).toBeGreaterThan(25);
    for (const name of names) {
      const found = db.collection<{ _id: string }>(name);
      const nobody = { _id: 'nobody' };
      const rights = {
        reads: await may(found.findOne(nobody)),
        writes: await may(found.updateOne(nobody, { $set: { x: 1 } })),
        removes: await may(found.deleteOne(nobody)),
      };
      const { reads, writes } = rightsOn(name, service);
      expect([name, rights]).toEqual([name, { reads, writes, removes: writes }]);
    }
    expect(await may(db.createCollection('another'))).toBe(false);
    expect(await may(db.collection('contacts').createIndex({ x: 1 }))).toBe(false);
    expect(await may(db.dropDatabase())).toBe(false);
    expect(await may(db.client.db('another').collection('x').findOne({}))).toBe(false);
    expect(await may(db.client.db('admin').command({ usersInfo: 1 }))).toBe(false);
  });

  it('lets the product do its work, each service as its own user', async () => {
    const ENCRYPTION_KEY = randomBytes(32).toString('base64');
    const env = { MONGODB_URI: root, ENCRYPTION_KEY, SWEEP_SECONDS: '1', OBJECT_SWEEP_SECONDS: '2' };
    const mongodb = (service: string) => uriOf(`contacts-${service}`);
    stack = await startStack({ services: SERVICES, env, mongodb, isMigrated: true });
    const tenant = await stack.seed();
    const [first, second] = tenant.accounts.map(({ id }) => id) as [string, string];
    const api = new ApiClient(stack.url, tenant.keys.admin);
    const receiver = await WebhookReceiver.start();
    try {
      const events = ['ContactChanged', 'ContactErased', 'ImportFinished'];
      receiver.secret = (await api.post<NewWebhook>('/v1/webhooks', { url: receiver.url, events })).secret;
      const rows = ['34600111222,Jane,dog,Rome', '34600111333,Ana,dog,Paris', '12,Nobody,,'];
      const done = await api.importFile(first, ['id,name,tags,city', ...rows].join('\n'));
      expect(done.counts).toMatchObject({ created: 2, rejected: 1 });
      await api.importFile(second, 'id,name\n34600111222,Jane\n');
      const segment = { tag: ['dog'] };
      const { id: campaign } = await api.post<Campaign>('/v1/campaigns', { name: 'Dogs', accountId: first, segment });
      const read = () => api.get<Campaign>(`/v1/campaigns/${campaign}`);
      await eventually('the view has both', async () => expect(await read()).toMatchObject({ reach: { count: 2 } }));
      await api.post(`/v1/campaigns/${campaign}/schedule`);
      await eventually('it is frozen', async () => expect(await read()).toMatchObject({ state: 'audience_frozen' }));
      expect((await api.download(first)).bytes.toString()).toContain('34600111333');
      const change = await api.post<TagChange>('/v1/tag-changes', { filter: { accountId: first }, add: ['vip'] });
      const ended = <T>(address: string) =>
        eventually('it ends', async () => expect(await api.get<T>(address)).toMatchObject({ status: 'completed' }));
      await ended<TagChange>(`/v1/tag-changes/${change.id}`);
      await ended<Undo>(`/v1/undos/${(await api.post<Undo>(`/v1/tag-changes/${change.id}/undo`)).id}`);
      await api.post('/v1/replays', { accountId: first, to: 'campaigns' });
      expect(await api.post<Erasure>('/v1/contacts/34600111222/erasure')).toMatchObject({
        accountIds: [first, second],
      });
      await eventually('the audience is without', async () => expect(await read()).toMatchObject({ erased: 1 }));
      await eventually('webhooks were told', () =>
        expect(receiver.taken.filter(({ type }) => type === 'ContactErased')).toHaveLength(2),
      );
      for (const address of ['/v1/system', '/v1/status', '/v1/audit', '/v1/dead-letters', '/v1/statistics/imports'])
        expect([address, (await api.request(address)).status]).toEqual([address, 200]);
    } finally {
      await receiver.goAway();
    }
    for (const service of SERVICES) expect(stack.readLog(service)).not.toMatch(/not authorized|Unauthorized/);
  }, 180_000);
});
