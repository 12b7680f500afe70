import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import { randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { v7 as newId } from 'uuid';
import {
  isFinished,
  SERVICES,
  type Campaign,
  type Erasure,
  type Export,
  type Import,
  type NewWebhook,
  type Undo,
} from '#contracts';
import { beginUpload } from '#api-client';
import { loadConfig } from '#platform';
import { openStore, type ObjectStore } from '#storage';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { startStack, type Stack } from '../support/stack.js';

const { BSON, MongoClient } = mongoose.mongo;
const PHONE = '34600111222';
/** In no other text of the installation. */
const SECRETS = ['zephyrine', 'quillfeather', 'xanadoodle', 'wrote-to-her'];
/** Longer than the time after which marks are copied again to contacts that were being created beside them. */
const LATER_MS = 180_000;

/** Something that has a secret, and the ids by which an erasure may name it. */
interface Place {
  where: string;
  ids: string[];
}

/** An installation of its own, whose whole database and bucket are searched. */
describe('an erasure', () => {
  let stack: Stack;
  let mongo: mongoose.mongo.MongoClient;
  let store: ObjectStore;

  beforeAll(async () => {
    const env = { ENCRYPTION_KEY: randomBytes(32).toString('base64') };
    stack = await startStack({ together: SERVICES, env });
    mongo = await MongoClient.connect(stack.env.MONGODB_URI!);
    store = openStore(loadConfig({ ...stack.env }));
  }, 120_000);
  afterAll(async () => {
    store?.close();
    await mongo?.close();
    await stack?.stop();
  });

  const patch = (body: object) => ({
    ...{ method: 'PATCH', body: JSON.stringify(body) },
    headers: { 'content-type': 'application/json' },
  });
  const has = (bytes: Buffer, texts: readonly string[]) => {
    const text = bytes.toString('latin1').toLowerCase();
    return texts.some((one) => text.includes(one));
  };
  /** Every document and every object with one of these texts. */
  const places = async (texts: readonly string[]): Promise<Place[]> => {
    const found: Place[] = [];
    for (const { name } of await mongo.db().listCollections().toArray())
      for await (const bytes of mongo.db().collection(name).find<Buffer>({}, { raw: true })) {
        if (!has(bytes, texts)) continue;
        const { _id, importId, webhookId } = BSON.deserialize(bytes) as Record<string, unknown>;
        found.push({ where: name, ids: [...String(_id).split('/'), String(importId), String(webhookId)] });
      }
    for await (const { key } of store.list(''))
      if (has(await buffer(await store.get(key)), texts)) found.push({ where: 'bucket', ids: key.split('/') });
    return found;
  };
  const frozen = async (api: ApiClient, id: string) =>
    eventually('the audience is frozen', async () => {
      const campaign = await api.get<Campaign>(`/v1/campaigns/${id}`);
      expect(campaign.state).toBe('audience_frozen');
      return campaign;
    });

  it('leaves a name and values in nothing that it does not name', async () => {
    const tenant = await stack.seed({ accounts: ['active', 'active'] });
    const { organisationId } = tenant;
    const api = new ApiClient(stack.url, tenant.keys.admin);
    const [first, second] = tenant.accounts.map(({ id }) => id) as [string, string];
    const contact = `/v1/accounts/${first}/contacts/${PHONE}`;
    // It is away, so messages wait.
    await api.post<NewWebhook>('/v1/webhooks', { url: 'http://127.0.0.1:9/', events: ['ContactChanged'] });
    const rows = ['id,name,tags,city', `${PHONE},Zephyrine Quillfeather,dog,Xanadoodle`, '34600111333,Jane,dog,London'];
    await api.importFile(first, [...rows, '12,Zephyrine Quillfeather,,'].join('\n'), { fileName: 'zephyrine.csv' });
    await api.importFile(second, rows.join('\n'));
    const changing = await api.importFile(first, `id,name,city\n${PHONE},Zephyrine Q,Paris\n34600111333,Jane,Paris\n`);
    const spring = { name: 'Spring', accountId: first, segment: { tag: ['dog'], search: 'zephyrine' } };
    const { id: campaignId } = await api.post<Campaign>('/v1/campaigns', spring);
    await eventually('the view has the person', async () =>
      expect(await api.get<Campaign>(`/v1/campaigns/${campaignId}`)).toMatchObject({ reach: { count: 1 } }),
    );
    // It stores the campaigns that it could change, with their segments.
    await api.importFile(first, `id,name,city\n${PHONE},Zephyrine Q,Rome\n`);
    await api.post(`/v1/campaigns/${campaignId}/schedule`);
    await frozen(api, campaignId);
    await api.request(contact, patch({ name: 'Zephyrine Quillfeather', values: { city: 'Xanadoodle' } }));
    await api.post(`/v1/segments`, { name: 'Quillfeather', conditions: { tag: ['dog'] } });
    await api.post('/v1/tag-changes', { filter: { accountId: first, search: 'zephyrine' }, add: ['vip'] });
    await api.download(first, { search: 'zephyrine' });
    await api.post(`${contact}/opt-out`, { reason: 'wrote-to-her' });
    await api.post(`${contact}/reachability`, { status: 'unusable', reason: 'Quillfeather said so' });
    const piece = Buffer.from(`id,name\n${PHONE},Zephyrine`);
    const uploadId = await beginUpload(api, first, { size: 1000, sha256: 'ab'.repeat(32), fileName: 'more.csv' });
    const headers = {
      'tus-resumable': '1.0.0',
      'content-type': 'application/offset+octet-stream',
      'upload-offset': '0',
    };
    await api.read(`/v1/uploads/${uploadId}`, { method: 'PATCH', headers, body: piece });
    const payload = { organisationId, accountId: first, contacts: [{ phone: PHONE, name: 'Zephyrine' }] };
    const [eventId, letterId] = [newId(), newId()];
    const event = { _id: eventId, event: 'ContactChanged', accountId: first, pending: ['campaigns'] };
    // Of a build to come: it waits for it.
    const newer = { ...event, version: 99, payload: Buffer.from(JSON.stringify(payload)), createdAt: new Date() };
    await mongo
      .db()
      .collection('outbox')
      .insertOne(newer as never);
    const letter = {
      _id: letterId,
      organisationId,
      event: 'ContactChanged',
      subscriber: 'campaigns',
      deliveryId: eventId,
    };
    const failed = { ...letter, payload: JSON.stringify(payload), reason: 'x', attempts: 1, failedAt: new Date() };
    await mongo
      .db()
      .collection('dead_letters')
      .insertOne(failed as never);

    await eventually('the messages wait', async () => {
      const before = new Set((await places(SECRETS)).map(({ where }) => where));
      const all = ['audience', 'bucket', 'campaigns', 'contact_changes', 'contacts', 'dead_letters', 'exports'];
      const others = ['import_effects', 'imports', 'opt_outs', 'outbox', 'segments', 'tag_changes', 'webhook_messages'];
      expect([...before].sort()).toEqual(expect.arrayContaining([...all, ...others]));
    });
    const erased = await api.post<Erasure>(`/v1/contacts/${PHONE}/erasure`);
    const named = new Set(erased.copies.map(({ id }) => id));
    expect(erased).toMatchObject({ accountIds: [first, second], copiesComplete: true });
    const kinds = [
      'campaign',
      'dead_letter',
      'event',
      'export',
      'import',
      'segment',
      'tag_change',
      'upload',
      'webhook',
    ];
    expect([...new Set(erased.copies.map(({ kind }) => kind))].sort()).toEqual(kinds);
    expect(named).toContain(eventId);
    expect(named).toContain(letterId);
    await eventually('nothing else has a name or a value', async () => {
      const left = (await places(SECRETS)).filter(({ ids }) => !ids.some((id) => named.has(id)));
      expect(left).toEqual([]);
    });
    // Before-images are gone: undoing what changed the person, and another one, brings nothing of theirs back.
    const { id: undoId } = await api.post<Undo>(`/v1/imports/${changing.id}/undo`);
    await eventually('the undo ends', async () =>
      expect(await api.get<Undo>(`/v1/undos/${undoId}`)).toMatchObject({
        status: 'completed',
        counts: { restored: 1 },
      }),
    );
    expect((await places(SECRETS)).filter(({ ids }) => !ids.some((id) => named.has(id)))).toEqual([]);
  }, 240_000);

  it('holds while people are being imported, downloaded and taken into audiences', async () => {
    const tenant = await stack.seed({ accounts: ['active', 'active'] });
    const api = new ApiClient(stack.url, tenant.keys.admin);
    const [first, second] = tenant.accounts.map(({ id }) => id) as [string, string];
    const phones = Array.from({ length: 12 }, (_, index) => String(34611000000 + index * 500));
    const filler = (index: number) => `${34611000001 + index},Filler ${index},dog,Rome`;
    const file = (name: string, fillers: number) => {
      const rows = Array.from({ length: fillers }, (_, index) => filler(index));
      return ['id,name,tags,city', ...rows, ...phones.map((phone) => `${phone},${name},dog,${name}`)].join('\n');
    };
    const texts = ['beforehand', 'meanwhile', 'elsewhere'];
    // Their audience has two pieces, of 5,000 phones at most.
    await api.importFile(first, file('Beforehand', 6_000));
    const segment = { tag: ['dog'] };
    const { id: campaignId } = await api.post<Campaign>('/v1/campaigns', { name: 'Dogs', accountId: first, segment });
    await eventually('the view has everybody', async () =>
      expect(await api.get<Campaign>(`/v1/campaigns/${campaignId}`)).toMatchObject({
        reach: { count: 6_000 + 1, behind: { eventsWaiting: 0 } },
      }),
    );
    // All of it goes on while one person after another is erased.
    await api.post(`/v1/campaigns/${campaignId}/schedule`);
    const [meanwhile, elsewhere] = [file('Meanwhile', 3_000), file('Elsewhere', 3_000)];
    const imports = [await api.upload(first, meanwhile), await api.upload(second, elsewhere)];
    const exported = await api.post<Export>('/v1/exports', { filter: { accountId: first } });
    const named = new Set<string>();
    for (const phone of phones) {
      const erased = await api.post<Erasure>(`/v1/contacts/${phone}/erasure`);
      for (const { id } of erased.copies) named.add(id);
    }
    for (const { id } of imports)
      await eventually('the import ends', async () =>
        expect(isFinished((await api.get<Import>(`/v1/imports/${id}`)).status)).toBe(true),
      );
    expect((await api.followExport(exported.id)).status).toBe('completed');
    await frozen(api, campaignId);
    await eventually(
      'nobody is left, in either account',
      async () => {
        const left = (await places(texts)).filter(({ ids }) => !ids.some((id) => named.has(id)));
        expect(left).toEqual([]);
        const lists = await mongo.db().collection('frozen_audiences').find({}, { raw: true }).toArray();
        const objects = await audienceFiles(campaignId);
        for (const bytes of [...(lists as unknown as Buffer[]), ...objects]) expect(has(bytes, phones)).toBe(false);
      },
      LATER_MS,
    );
    const campaign = await api.get<Campaign>(`/v1/campaigns/${campaignId}`);
    const { count } = await api.get<{ count: { value: number } }>(`/v1/campaigns/${campaignId}/members?limit=1`);
    expect(campaign.reach!.count).toBe(count.value);
    const [list] = await audienceFiles(campaignId);
    expect(list!.toString().trim().split('\r\n')).toHaveLength(1 + count.value);
  }, 400_000);

  const audienceFiles = async (campaignId: string): Promise<Buffer[]> => {
    const files: Buffer[] = [];
    for await (const { key } of store.list(`campaigns/${campaignId}/`)) files.push(await buffer(await store.get(key)));
    return files;
  };
});
