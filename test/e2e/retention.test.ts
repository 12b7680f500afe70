import { afterAll, beforeAll, expect, it } from 'vitest';
import mongoose from 'mongoose';
import { v7 as uuidv7 } from 'uuid';
import { coded, type Contact, type Import, type Problem } from '#contracts';
import { AuditRepository, Transactions } from '#persistence';
import { CONFIG, type Config } from '#platform';
import { ObjectStore, openStore } from '#storage';
import { ImportEffectSweeper } from '../../apps/campaigns/src/import-effect-sweeper.js';
import { WritableImportEffectsRepository } from '../../apps/campaigns/src/writable-import-effects.repository.js';
import { ContactChangeSweeper } from '../../apps/contacts/src/contact-change-sweeper.js';
import { EditResultSweeper } from '../../apps/contacts/src/edit-result-sweeper.js';
import { EditResultsRepository } from '../../apps/contacts/src/edit-results.repository.js';
import { WritableContactChangesRepository } from '../../apps/contacts/src/writable-contact-changes.repository.js';
import { Backends } from '../../apps/importer/src/backends.js';
import { OldRecordSweeper } from '../../apps/importer/src/old-record-sweeper.js';
import { OldMessageSweeper } from '../../apps/webhooks/src/old-message-sweeper.js';
import { WritableWebhookMessagesRepository } from '../../apps/webhooks/src/writable-webhook-messages.repository.js';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { startInside, type Inside } from '../support/inside.js';
import { sharedStack } from '../support/stack.js';

const DAY_MS = 24 * 60 * 60 * 1000;
const SETTINGS = {
  KEEP_IMPORT_FILES_DAYS: '1',
  KEEP_IMPORTS_DAYS: '10',
  KEEP_ORDERS_DAYS: '10',
  KEEP_AUDIT_DAYS: '10',
  KEEP_DEAD_LETTERS_DAYS: '10',
  KEEP_WEBHOOK_MESSAGES_DAYS: '10',
  KEEP_IDEMPOTENCY_KEYS_DAYS: '10',
  KEEP_EDIT_RESULTS_DAYS: '10',
  KEEP_CONTACT_CHANGES_DAYS: '10',
  OBJECT_SWEEP_SECONDS: '0.2',
};

/** The sweepers on the real servers. */
let inside: Inside;
let store: ObjectStore;

beforeAll(async () => {
  const opened = { provide: ObjectStore, inject: [CONFIG], useFactory: open };
  const repositories = [WritableImportEffectsRepository, EditResultsRepository, WritableWebhookMessagesRepository];
  const sweepers = [OldRecordSweeper, ImportEffectSweeper, EditResultSweeper, OldMessageSweeper];
  const history = [WritableContactChangesRepository, ContactChangeSweeper];
  inside = await startInside([opened, Backends, ...repositories, ...sweepers, ...history], SETTINGS);
  store = inside.app.get(ObjectStore);
});
afterAll(async () => {
  await inside?.stop();
  store?.close();
});

async function open(config: Config): Promise<ObjectStore> {
  const store = openStore(config);
  await store.ensureBucket();
  return store;
}

const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS);
/** An id that was made then. */
const idOf = (time: Date) => uuidv7({ msecs: time.getTime() });
const insert = (collection: string, ...records: object[]) => inside.db.collection(collection).insertMany(records);
const ids = async (collection: string) =>
  (await inside.db.collection(collection).find().toArray()).map(({ _id }) => String(_id)).sort();

async function keys(): Promise<string[]> {
  const found: string[] = [];
  for await (const { key } of store.list('')) found.push(key);
  return found.sort();
}

it('removes what has been kept long enough, and nothing else', async () => {
  const account = await inside.newAccount();
  const { organisationId } = account;
  const times = { recent: daysAgo(0.5), old: daysAgo(5), ancient: daysAgo(20), replayable: daysAgo(21) };
  const made = Object.entries(times).map(([name, at]) => ({ name, at, _id: idOf(at) }));
  const [recent, old, ancient, replayable] = made.map(({ _id }) => _id) as [string, string, string, string];
  const waiting = { name: 'waiting', at: daysAgo(22), _id: idOf(daysAgo(22)) };
  // The sweepers run already, so an import comes after what belongs to it. A letter that failed again lately, and another.
  const [failedAgain, failedLongAgo] = [idOf(times.ancient), idOf(times.ancient)];
  await insert(
    'dead_letters',
    { _id: failedAgain, importId: replayable, deliveryId: '1', failedAt: times.recent },
    { _id: failedLongAgo, importId: null, deliveryId: '2', failedAt: times.ancient },
  );
  // Ended, but the service died before it left the queue.
  await insert('import_queues', { _id: account.id, importIds: [ancient, waiting._id] });
  const expires = idOf(times.ancient);
  await insert('exports', { _id: expires, status: 'completed', updatedAt: times.ancient, expiresAt: daysAgo(-1) });
  for (const { _id, at, name } of [...made, waiting]) {
    const isOpen = name === 'waiting';
    const checked = { rowsKey: 'x', duplicatesKey: null, errorsKey: `imports/${_id}/1/errors` };
    await store.put(checked.errorsKey, 'text', 'text/csv');
    await insert('import_batches', { _id: `${_id}/000000`, importId: _id });
    await insert('import_effects', { _id, state: isOpen ? 'under_way' : 'settled', finishedAt: at });
    for (const orders of ['tag_changes', 'replays', 'exports'])
      await insert(orders, { _id, organisationId, updatedAt: at, status: isOpen ? 'running' : 'failed' });
    await insert('audit', { _id, organisationId, at });
    await insert('idempotency_keys', { _id: `${organisationId}/${name}`, importId: _id, createdAt: at });
    await insert('uploads', { _id, organisationId, createdAt: at });
    await insert('contact_edits', { _id: `call-${name}`, organisationId, at });
    await insert('contact_changes', { _id: `account/${name}`, organisationId, at });
    const message = isOpen ? { state: 'waiting', givenUpAt: null } : { state: 'given_up', givenUpAt: at };
    await insert('webhook_messages', { _id: `${_id}/webhook`, organisationId, webhookId: 'webhook', ...message });
    const status = isOpen ? 'ready' : 'completed_with_errors';
    const ids = { _id, organisationId, accountId: account.id };
    await insert('imports', {
      ...ids,
      status,
      options: { start: 'confirm' },
      checked,
      preview: [['x']],
      columns: [{ name: 'id', samples: ['x'] }],
      warnings: [coded('national_numbers/shown', { count: 1, country: 'ES', numbers: '600111222 → 34600111222' })],
      updatedAt: at,
    });
  }

  // Of an old event, but sent again and given up again lately.
  const late = `${idOf(times.ancient)}/webhook`;
  await insert('webhook_messages', { _id: late, organisationId, state: 'given_up', givenUpAt: times.recent });

  const kept = [recent, old, replayable, waiting._id];
  await eventually('all is swept', async () => {
    expect(await ids('imports')).toEqual(kept.toSorted());
    expect(await ids('import_batches')).toEqual(kept.map((id) => `${id}/000000`).sort());
    expect(await ids('import_effects')).toEqual([recent, old, waiting._id].sort());
    for (const orders of ['tag_changes', 'replays'])
      expect(await ids(orders)).toEqual([recent, old, waiting._id].sort());
    expect(await ids('exports')).toEqual([recent, old, waiting._id, expires].sort());
    expect(await ids('audit')).toEqual([recent, old].sort());
    expect(await ids('dead_letters')).toEqual([failedAgain]);
    expect(await ids('idempotency_keys')).toEqual(['old', 'recent'].map((name) => `${organisationId}/${name}`));
    expect(await ids('uploads')).toEqual([recent]);
    expect(await ids('contact_edits')).toEqual(['call-old', 'call-recent']);
    expect(await ids('contact_changes')).toEqual(['account/old', 'account/recent']);
    const messages = [recent, old, waiting._id].map((id) => `${id}/webhook`);
    expect(await ids('webhook_messages')).toEqual([...messages, late].sort());
    expect(await keys()).toEqual([recent, replayable, waiting._id].map((id) => `imports/${id}/1/errors`).sort());
  });
  const find = (_id: string) => inside.db.collection('imports').findOne({ _id: _id as never });
  expect(await find(old)).toMatchObject({
    preview: [],
    checked: { errorsKey: null },
    updatedAt: times.old,
    columns: [{ name: 'id' }],
    warnings: [{ code: 'national_numbers', with: { count: 1, country: 'ES' } }],
  });
  expect(JSON.stringify(await find(old))).not.toContain('samples');
  for (const id of [recent, replayable, waiting._id]) expect(await find(id)).toMatchObject({ preview: [['x']] });
  const queue = await inside.db.collection('import_queues').findOne({ _id: account.id as never });
  expect(queue?.importIds).toEqual([waiting._id]);
});

it('removes old entries of a chained audit log from its beginning, and what is left can be verified', async () => {
  const audit = inside.app.get(AuditRepository);
  const { organisationId } = await inside.newAccount();
  const add = async (at: Date) => {
    const entry = { _id: idOf(at), organisationId, at, actor: { kind: 'user' as const, id: idOf(at) }, targets: [] };
    const record = { ...entry, action: 'session.began' as const, requestId: 'r' };
    return inside.app.get(Transactions).run((session) => audit.add(record, session));
  };
  const [, , last] = [await add(daysAgo(30)), await add(daysAgo(20)), await add(daysAgo(19))];
  const left = [await add(daysAgo(5)), await add(daysAgo(18)), await add(daysAgo(1))];
  await eventually('the old ones are gone', async () => {
    const { sequence, hash, at } = last;
    expect(await audit.verify(organisationId, null)).toMatchObject({
      entries: 3,
      removedUpTo: { sequence, hash, at: at.toISOString() },
      head: { sequence: 6 },
      broken: null,
    });
  });
  // One that builds from before wrote later stays behind the younger one, so that the chain has no hole.
  expect(await inside.db.collection('audit').countDocuments({ organisationId })).toBe(left.length);
  await inside.db.collection('audit').deleteOne({ organisationId, sequence: 4 });
  const broken = { fault: 'missing', sequence: 4, id: null };
  expect(await audit.verify(organisationId, null)).toMatchObject({ broken });
});

it('leaves clear answers behind', async () => {
  const stack = await sharedStack();
  const { accounts, keys } = await stack.seed();
  const api = new ApiClient(stack.url, keys.admin);
  const accountId = accounts[0]!.id;
  const { id } = await api.importFile(accountId, 'id,name\n44687985632,Jane\nnobody,Nobody\n');
  const connection = await mongoose.createConnection(stack.env.MONGODB_URI!).asPromise();
  try {
    const imports = connection.db!.collection('imports');
    const problem = async (path: string) => (await (await api.request(path)).json()) as Problem;
    await imports.updateOne({ _id: id as never }, { $set: { filesRemovedAt: new Date(), preview: [] } });
    const gone = await problem(`/v1/imports/${id}/errors`);
    expect(gone).toMatchObject({ status: 404, code: 'not_found' });
    expect(gone.detail).toContain('not kept any more');
    expect(await api.get<Import>(`/v1/imports/${id}`)).toMatchObject({ preview: [], counts: { rejected: 1 } });
    const refused = await api.importFile(accountId, 'name\nJane\n');
    await imports.updateOne({ _id: refused.id as never }, { $set: { sourceKey: 'imports/removed/source' } });
    await expect(api.put(`/v1/imports/${refused.id}/reading`, { headerRow: 2 })).rejects.toThrow('wrong_state');
    await imports.deleteOne({ _id: id as never });
    for (const path of [`/v1/imports/${id}`, `/v1/imports/${id}/errors`])
      expect(await problem(path)).toMatchObject({ status: 404, code: 'import_not_found' });
    expect(await api.get<Contact>(`/v1/accounts/${accountId}/contacts/44687985632`)).toMatchObject({
      changedBy: { kind: 'import', id, row: 2 },
    });
    // The same person again: what the removed import stated is compared as before.
    expect(await api.importFile(accountId, 'id,name\n44687985632,Jane\n')).toMatchObject({ counts: { unchanged: 1 } });
  } finally {
    await connection.close();
  }
}, 120_000);
