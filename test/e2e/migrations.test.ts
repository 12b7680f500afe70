import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { v7 as newId } from 'uuid';
import { erasureMark } from '#contact-rules';
import { contactErasedSchema, type OptOut } from '#contracts';
import { Encryption, WebhookSecrets } from '#platform';
import type { ContactRecord } from '../../libs/persistence/src/contacts/contact.schema.js';
import { contactKeys } from '../../libs/persistence/src/contacts/contact-keys.js';
import { announceErasures } from '../../libs/persistence/src/migrations/announce-erasures.js';
import { declaredIndexes, type DeclaredIndex } from '../../libs/persistence/src/migrations/indexes.js';
import { totpContext } from '../../libs/persistence/src/access/second-factor.schemas.js';
import { tokenContext } from '../../libs/persistence/src/accounts/whatsapp-connection.schema.js';
import { countSecrets } from '../../libs/persistence/src/encrypted-secrets.js';
import { leaseIn, recordsIn } from '../../libs/persistence/src/migrations/migration-records.js';
import type { Migration } from '../../libs/persistence/src/migrations/migration.js';
import { migrate, type MigrateOptions } from '../../libs/persistence/src/migrations/migrate.js';
import { MIGRATIONS } from '../../libs/persistence/src/migrations/migrations.js';
import { verifyAudits } from '../../libs/persistence/src/access/verify-audit.js';
import { rebuildKeys } from '../../libs/persistence/src/migrations/rebuild-keys.js';
import { ROOT } from '../../tools/product/service-process.js';
import { Supervisor } from '../../tools/local-services/supervisor.js';
import { eventually } from '../support/eventually.js';
import { startStack } from '../support/stack.js';
import { withDatabase } from '../support/mongodb-uri.js';

const PROGRAM = path.join(ROOT, 'dist', 'apps', 'migrate', 'src', 'main.js');
const ENV = { NODE_OPTIONS: '' };

/** Real MongoDB; the functions behind `npm run migrate`, and the program itself. */
describe('a migration', () => {
  const supervisor = new Supervisor();
  let client: mongoose.mongo.MongoClient;
  let db: mongoose.mongo.Db;
  let uri: string;
  let said: string[];

  beforeAll(async () => {
    client = await mongoose.mongo.MongoClient.connect(process.env.MONGODB_URI!);
  });
  beforeEach(() => {
    const name = `test-${randomBytes(5).toString('hex')}`;
    uri = withDatabase(process.env.MONGODB_URI!, name);
    db = client.db(name);
    said = [];
  });
  afterEach(() => db.dropDatabase());
  afterAll(async () => {
    await supervisor.close();
    await client.close();
  });

  const log = { info: (_: object, message: string) => void said.push(message) };
  const run = (options: Partial<MigrateOptions> = {}) => migrate(db, { log, leaseMs: 1_000, ...options });
  const record = (id: string) => recordsIn(db).findOne({ _id: id });
  const indexNames = async (collection: string) =>
    (await db.collection(collection).indexes()).map(({ name }) => name).sort();

  it('makes every index that a schema declares, notes it, and has nothing to do the second time', async () => {
    await run();
    for (const { collection, name } of declaredIndexes()) expect(await indexNames(collection)).toContain(name);
    const notes = await recordsIn(db).find({ kind: 'indexes' }).toArray();
    expect(notes).toMatchObject([
      { version: MIGRATIONS.length, changed: { made: { length: declaredIndexes().length }, dropped: [] } },
    ]);
    for (const { version, name } of MIGRATIONS)
      expect(await record(String(version))).toMatchObject({ name, finishedAt: expect.any(Date) });
    await run();
    expect(await recordsIn(db).countDocuments()).toBe(MIGRATIONS.length + 1);
  });

  describe('of indexes', () => {
    const one: DeclaredIndex = { collection: 'things', name: 'one', key: { one: 1 }, options: {} };
    const two: DeclaredIndex = { collection: 'things', name: 'two', key: { two: 1 }, options: {} };
    const migrations: Migration[] = [];

    it('drops one that is no longer declared, but not before the services of the build before have gone', async () => {
      await run({ migrations, indexes: [one, two] });
      await run({ migrations, indexes: [two] });
      expect(await indexNames('things')).toEqual(['_id_', 'one', 'two']);
      expect(said.at(-1)).toContain('npm run migrate -- --clean-up');
      await run({ migrations, indexes: [two], cleanUp: true });
      expect(await indexNames('things')).toEqual(['_id_', 'two']);
    });

    it('drops it in the upgrade after the next at the latest', async () => {
      await run({ migrations, indexes: [one, two] });
      await run({ migrations, indexes: [two] });
      await run({ migrations, indexes: [two] });
      expect(await indexNames('things')).toContain('one');
      await run({ migrations, indexes: [two, { ...one, name: 'three', key: { three: 1 } }] });
      expect(await indexNames('things')).toEqual(['_id_', 'three', 'two']);
    });

    it('recognises those that services made before there were migrations, and leaves those that others made', async () => {
      await db.collection('things').createIndex({ one: 1 }, { name: 'one' });
      await run({ migrations, indexes: [two] });
      await db.collection('things').createIndex({ mine: 1 });
      await run({ migrations, indexes: [two], cleanUp: true });
      expect(await indexNames('things')).toEqual(['_id_', 'mine_1', 'two']);
    });

    it('changes how long documents are kept in place, and other options by making it again', async () => {
      const expiring: DeclaredIndex = { ...one, options: { expireAfterSeconds: 60 } };
      await run({ migrations, indexes: [expiring, two] });
      const unique: DeclaredIndex = { ...two, options: { unique: true } };
      await run({ migrations, indexes: [{ ...one, options: { expireAfterSeconds: 90 } }, unique] });
      const found = await db.collection('things').indexes();
      expect(found).toContainEqual(expect.objectContaining({ name: 'one', expireAfterSeconds: 90 }));
      expect(found).toContainEqual(expect.objectContaining({ name: 'two', unique: true }));
    });

    it('fails with its name when documents contradict it, and quotes none of them', async () => {
      await db.collection('things').insertMany([{ one: 'ada@test.example' }, { one: 'ada@test.example' }]);
      const unique: DeclaredIndex = { ...one, options: { unique: true } };
      const failure = await run({ migrations, indexes: [unique] }).catch((error: Error) => error);
      expect(String(failure)).toContain(
        'an index of things cannot be made, because documents have the same values (one)',
      );
      expect(String(failure)).not.toContain('ada@');
    });
  });

  it('waits while another one is under way, and then has nothing to do', async () => {
    let runs = 0;
    let finish = () => {};
    const gate = new Promise<void>((resolve) => (finish = resolve));
    const slow: Migration = { version: 1, name: 'Slow', worksWith: 0, run: () => (runs++, gate) };
    const first = run({ migrations: [slow], indexes: [] });
    await eventually('the first one works', () => expect(runs).toBe(1));
    const second = run({ migrations: [slow], indexes: [] });
    await eventually('the second one waits', () => expect(said.join()).toContain('another process migrates'));
    // It waits longer than a silent process would keep it waiting.
    const beat = async () => (await leaseIn(db).findOne())!.beat;
    const before = await beat();
    await eventually('the first one has shown twice that it is alive', async () =>
      expect(await beat()).toBeGreaterThan(before + 8),
    );
    finish();
    await Promise.all([first, second]);
    expect(runs).toBe(1);
  });

  it('does first what the upgrade before left for when its older services would have gone', async () => {
    const done: string[] = [];
    const step = (version: number): Migration => ({
      version,
      name: `Step ${version}`,
      worksWith: version - 1,
      run: async () => void done.push(`${version}`),
      cleanUp: async () => void done.push(`${version} clean-up`),
    });
    await run({ migrations: [step(1)], indexes: [] });
    await run({ migrations: [step(1)], indexes: [] });
    expect(done).toEqual(['1']);
    await run({ migrations: [step(1), step(2)], indexes: [] });
    expect(done).toEqual(['1', '1 clean-up', '2']);
    await run({ migrations: [step(1), step(2)], indexes: [], cleanUp: true });
    expect(done).toEqual(['1', '1 clean-up', '2', '2 clean-up']);
  });

  it('refuses a database that only newer builds can use, and names both versions', async () => {
    const at = (version: number, worksWith: number): Migration[] => [
      { version: 1, name: 'One', worksWith: 0, run: async () => {} },
      { version, name: 'Newer', worksWith, run: async () => {} },
    ];
    await run({ migrations: at(7, 1), indexes: [] });
    await run({ migrations: at(7, 1).slice(0, 1), indexes: declaredIndexes() });
    expect(said.at(-1)).toBe('the database is of version 7, newer than this build (1), and works with it');
    expect(await db.listCollections({ name: 'contacts' }).toArray()).toEqual([]);
    await run({ migrations: [...at(7, 1), { ...at(8, 6)[1]! }], indexes: [] });
    await expect(run({ migrations: at(7, 1).slice(0, 1) })).rejects.toThrow(
      /version 8, which works with builds of version 6 or newer. This build is of version 1:/,
    );
  });

  describe('of the keys of contacts', () => {
    const contact = (n: number): ContactRecord => {
      const phone = `3460000${String(n).padStart(4, '0')}`;
      const state = { name: `Ana ${n}`, tags: ['Cat'], values: [{ name: 'City', value: 'León' }] };
      const times = { createdAt: new Date(0), updatedAt: new Date(0) };
      const changedBy = { kind: 'import', id: 'i', row: n } as const;
      const lastImport = { id: 'i', row: n, outcome: 'created' } as const;
      const keys = contactKeys(phone, state, 'i');
      return { _id: `a/${phone}`, accountId: 'a', phone, ...state, ...keys, rev: 3, ...times, changedBy, lastImport };
    };
    const stale = (record: ContactRecord): ContactRecord => ({ ...record, facets: ['t:old'], nameKey: 'old' });
    const contacts = () => db.collection<ContactRecord>('contacts');
    const contactsNow = () => contacts().find().sort({ _id: 1 }).toArray();

    it('finds every contact and every copy in the audience that has keys by another rule, and changes nothing else', async () => {
      const right = Array.from({ length: 250 }, (_, n) => contact(n));
      await contacts().insertMany(right.map((record, n) => (n % 3 === 0 ? stale(record) : record)));
      const { _id, accountId, phone, terms, reversedPhone } = contact(0);
      const copy = {
        _id,
        accountId,
        phone,
        terms,
        reversedPhone,
        tags: ['Cat'],
        rev: 3,
        facets: ['t:old'],
        standing: '',
      };
      const newer = { ...copy, _id: right[1]!._id, phone: right[1]!.phone, rev: 4 };
      await db.collection<typeof copy>('audience').insertMany([copy, newer]);
      await run();
      expect(await contactsNow()).toEqual(right);
      const facets = ['t:cat', 'v:city', 'v:city=leon'].map(() => expect.any(String));
      const audience = await db.collection<typeof copy>('audience').find().sort({ _id: 1 }).toArray();
      expect(audience).toEqual([{ ...copy, facets, standing: 'reachable' }, newer]);
      expect((await record('1'))!.changed).toEqual({ contactsRead: 250, contactsChanged: 84, audienceChanged: 1 });
    });

    it('leaves a contact alone that somebody changes at the same moment', async () => {
      await contacts().insertOne(stale(contact(1)));
      const reading = contacts().find.bind(contacts());
      const changed = { ...stale(contact(1)), rev: 4 };
      const racing = { ...db, collection: (name: string) => raced(name) } as unknown as typeof db;
      const raced = (name: string) => {
        const collection = db.collection<ContactRecord>(name);
        const bulkWrite: typeof collection.bulkWrite = async (...given) => {
          await contacts().replaceOne({ _id: changed._id }, changed);
          return collection.bulkWrite(...given);
        };
        return Object.assign(Object.create(collection) as typeof collection, {
          bulkWrite,
          find: name === 'contacts' ? reading : collection.find.bind(collection),
        });
      };
      await rebuildKeys({ db: racing, at: null, note: async () => {} });
      expect(await contactsNow()).toEqual([changed]);
    });

    it('goes on where it was when its process was killed', async () => {
      const right = Array.from({ length: 3_000 }, (_, n) => contact(n));
      await contacts().insertMany(right.map(stale));
      const killed = supervisor.spawn(process.execPath, [PROGRAM], {
        env: { ...process.env, ...ENV, MONGODB_URI: uri },
      });
      const interrupted = await eventually('it has noted how far it is', async () => {
        const noted = await record('1');
        expect(noted?.at).toEqual(expect.any(String));
        return noted!;
      });
      killed.kill('SIGKILL');
      await killed.ended;
      expect(interrupted.finishedAt).toBeNull();
      const { at, changed } = (await record('1'))!;
      expect(changed.contactsRead).toBeLessThan(right.length);
      const read: (string | null)[] = [];
      const spy: Migration = {
        version: 1,
        name: 'Rebuild',
        worksWith: 0,
        run: (step) => (read.push(step.at), rebuildKeys(step)),
      };
      await run({ migrations: [spy] });
      expect(read).toEqual([at]);
      expect((await record('1'))!.changed).toMatchObject({ contactsRead: right.length });
      expect(await contactsNow()).toEqual(right);
    });
  });

  it('chains the audit log of builds from before, and again what their services write until the clean-up', async () => {
    const entry = (_id: string, organisationId = 'ours') => ({
      ...{ _id, organisationId, at: new Date(), actor: { kind: 'user', id: 'u' }, requestId: 'r' },
      ...{ action: 'session.began', targets: [_id] },
    });
    const audit = db.collection<{ _id: string }>('audit');
    const many = Array.from({ length: 450 }, (_, index) => entry(String(index).padStart(4, '0')));
    await audit.insertMany([...many, entry('1', 'theirs')]);
    await run();
    const results = async () => [...(await verifyAudits(uri)).values()];
    const sound = { broken: null, removedUpTo: null };
    expect(await results()).toMatchObject([
      { ...sound, entries: 450, chainedLater: 450, head: { sequence: 450 } },
      { ...sound, entries: 1, chainedLater: 1 },
    ]);
    await audit.insertOne(entry('9999'));
    expect((await results())[0]).toMatchObject({ broken: { fault: 'not_chained', sequence: null, id: '9999' } });
    await run({ cleanUp: true });
    expect((await results())[0]).toMatchObject({ ...sound, entries: 451, head: { sequence: 451 } });
  });

  it('tells the campaigns service of everybody who is erased, where an audience may have them', async () => {
    const [ours, theirs, others] = [newId(), newId(), newId()].sort() as [string, string, string];
    const [a, b, c, d] = [newId(), newId(), newId(), newId()];
    const phones = Array.from({ length: 150 }, (_, index) => String(34600000000 + index));
    const [asked, back, own] = ['34700000000', '34700000001', '34700000002'] as const;
    const at = '2026-11-01T10:00:00.000Z';
    const by = { kind: 'user', id: newId() } as const;
    const add = (collection: string, documents: { _id: string }[]) =>
      db.collection<{ _id: string }>(collection).insertMany(documents);

    const optOut = (organisationId: string, phone: string, mark: OptOut | null) => {
      const _id = `${organisationId}/${phone}`;
      return { _id, organisationId, accountId: null as string | null, phone, mark, due: null };
    };
    const erased = erasureMark(new Date(at), by);
    const notErased: OptOut = { scope: 'organisation', at, by, reason: null };
    await add('opt_outs', [
      ...phones.map((phone) => optOut(ours, phone, erased)),
      ...[theirs, others].map((organisationId) => optOut(organisationId, phones[0]!, erased)),
      optOut(ours, asked, notErased),
      optOut(ours, back, null),
      { ...optOut(ours, own, { ...notErased, scope: 'account' }), _id: `${a}/${own}`, accountId: a },
    ]);
    const campaigns = [
      { organisationId: ours, accountId: a, freezeId: '1' },
      { organisationId: ours, accountId: a, freezeId: '2' },
      { organisationId: ours, accountId: b, freezeId: '3' },
      { organisationId: ours, accountId: c, freezeId: null },
      { organisationId: others, accountId: c, freezeId: null },
      { organisationId: theirs, accountId: d, freezeId: '4' },
    ];
    await add(
      'campaigns',
      campaigns.map((campaign) => ({ _id: newId(), ...campaign })),
    );
    const contact = (accountId: string, phone: string) => ({ _id: `${accountId}/${phone}`, accountId, phone, rev: 2 });
    await add('contacts', [
      ...[...phones, asked, back, own].map((phone) => contact(a, phone)),
      ...[b, c, d].map((accountId) => contact(accountId, phones[0]!)),
    ]);

    /** The account and the phones of each event, of which the first batch has 100. */
    const told = async () => {
      const events = await db.collection('outbox').find({}, { promoteBuffers: true }).sort({ _id: 1 }).toArray();
      return events.map(({ event, pending, version, payload, accountId }) => {
        const known = contactErasedSchema.parse(JSON.parse(String(payload)));
        expect({ event, pending, version }).toEqual({ event: 'ContactErased', pending: ['campaigns'], version: 1 });
        expect(known.accountId).toBe(accountId);
        for (const one of known.contacts) expect(one).toMatchObject({ revision: 2, erasedAt: at });
        return [known.organisationId, known.accountId, known.contacts.map(({ phone }) => phone).sort()];
      });
    };
    const [first, second] = [phones.slice(0, 100), phones.slice(100)];
    const ofTheirs = [theirs, d, [phones[0]]];
    const noted: [string, object][] = [];
    const note = async (where: string, done: object) => void noted.push([where, done]);
    await announceErasures({ db, at: null, note });
    const all = await told();
    const ofOurs = [
      [ours, a, first],
      [ours, a, second],
      [ours, b, [phones[0]]],
    ];
    expect(all).toHaveLength(4);
    expect(all).toEqual(expect.arrayContaining([...ofOurs, ofTheirs]));
    expect(noted).toEqual([
      [`${ours}/${phones[99]}`, { peopleErased: 100, eventsAdded: 2 }],
      [`${ours}/${phones[149]}`, { peopleErased: 50, eventsAdded: 1 }],
      [`${theirs}/${phones[0]}`, { peopleErased: 1, eventsAdded: 1 }],
    ]);

    // It was interrupted after the first batch.
    await db.collection('outbox').deleteMany({});
    await announceErasures({ db, at: noted[0]![0], note });
    expect(await told()).toEqual([[ours, a, second], ofTheirs]);
  });

  it('ends all but the newest of the replays that are open twice, so that their index can be made', async () => {
    const open = { organisationId: 'o', accountId: 'a', to: 'campaigns', status: 'running', finishedAt: null };
    const replays = ['1', '2', '3'].map((_id) => ({ _id, ...open }));
    await db.collection<(typeof replays)[0]>('replays').insertMany([...replays, { _id: '0', ...open, to: 'webhooks' }]);
    await run();
    const found = await db.collection('replays').find().sort({ _id: 1 }).toArray();
    expect(found.map(({ status }) => status as string)).toEqual(['running', 'cancelled', 'cancelled', 'running']);
  });

  it('encrypts secrets again with another key, while they stay readable, and says how many remain', async () => {
    const [before, now, unknown] = [randomBytes(32), randomBytes(32), randomBytes(32)];
    const keys = { ENCRYPTION_KEY: now, ENCRYPTION_KEY_PREVIOUS: [before] };
    const webhook = (_id: string, key: Buffer<ArrayBuffer>) => {
      const owner = { _id, organisationId: 'o' };
      return { ...owner, ...new WebhookSecrets({ ENCRYPTION_KEY: key }).make(owner)! };
    };
    const made = [webhook('w1', before), webhook('w2', unknown), webhook('w3', now)];
    const rows = made.map(({ _id, organisationId, stored }) => ({ _id, organisationId, secret: stored }));
    // As a build that noted no ids of keys stored it.
    rows[0]!.secret = rows[0]!.secret.split('.').slice(0, 4).join('.');
    await db.collection<(typeof rows)[0]>('webhooks').insertMany(rows);
    const connection = { _id: 'c', organisationId: 'o', businessAccountId: '1' };
    const token = Encryption.of({ ENCRYPTION_KEY: before })!.encrypt('EAAG', tokenContext(connection));
    await db.collection<{ _id: string }>('whatsapp_connections').insertOne({ ...connection, token } as never);
    const old = Encryption.of({ ENCRYPTION_KEY: before })!;
    const [secret, pendingSecret] = ['ABC', 'DEF'].map((text) => old.encrypt(text, totpContext('u')));
    const factor = { _id: 'u', totp: { secret, confirmedAt: new Date() }, pendingSecret };
    await db.collection<{ _id: string }>('second_factors').insertOne(factor);
    const encryptAgain = () => {
      const [ENCRYPTION_KEY, ENCRYPTION_KEY_PREVIOUS] = [now, before].map((key) => key.toString('base64'));
      const env = { ...process.env, ...ENV, MONGODB_URI: uri, ENCRYPTION_KEY, ENCRYPTION_KEY_PREVIOUS };
      return supervisor.spawn(process.execPath, [PROGRAM, '--encrypt-again'], { env }).ended;
    };

    expect(await encryptAgain()).toBe('status 1');
    const stored = await db.collection<(typeof rows)[0]>('webhooks').find().sort({ _id: 1 }).toArray();
    const present = new WebhookSecrets({ ENCRYPTION_KEY: now });
    expect([0, 2].map((n) => present.read(stored[n]!))).toEqual([made[0]!.shown, made[2]!.shown]);
    expect([stored[1], stored[2]]).toEqual([rows[1], rows[2]]);
    const kept = await db.collection('whatsapp_connections').findOne();
    expect(Encryption.of({ ENCRYPTION_KEY: now })!.decrypt(kept!.token as string, tokenContext(connection))).toBe(
      'EAAG',
    );
    expect(await countSecrets(db, Encryption.of(keys))).toEqual({ current: 5, previous: 0, unreadable: 1 });

    await db.collection<(typeof rows)[0]>('webhooks').deleteOne({ _id: 'w2' });
    expect(await encryptAgain()).toBe('status 0');
  }, 30_000);

  it('is what services wait for; they end when the database is too new', async () => {
    const stack = await startStack({ services: [] });
    try {
      uri = stack.env.MONGODB_URI!;
      db = client.db(new URL(uri).pathname.slice(1));
      await db.dropDatabase();
      const service = stack.service('contacts');
      service.launch();
      await eventually('it says what it waits for', async () => {
        expect(stack.readLog('contacts')).toContain('the database was never migrated, and this build needs version');
        expect((await fetch(`${service.url}/readyz`)).status).toBe(503);
      });
      const program = supervisor.spawn(process.execPath, [PROGRAM], {
        env: { ...process.env, ...ENV, MONGODB_URI: uri },
      });
      expect(await program.ended).toBe('status 0');
      await service.ready();
      await stack.kill('contacts', 'SIGTERM');

      const tooNew = { kind: 'migration', version: 99, name: 'Newer', worksWith: 98, startedAt: new Date() } as const;
      await recordsIn(db).insertOne({ _id: '99', ...tooNew, finishedAt: null, at: null, changed: {} });
      service.launch();
      const { outcome, tail } = await service.ended();
      expect(outcome).toBe('status 1');
      expect(tail).toMatch(/version 99, which works with builds of version 98 or newer. This build is of version \d+:/);
    } finally {
      await stack.stop();
    }
  });
});
