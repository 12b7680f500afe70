import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import { contactKeys } from '#persistence';
import { personSchema, type Contact, type Person, type Problem } from '#contracts';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { sharedStack, type RunningProduct, type SeededTenant } from '../support/stack.js';

const PHONE = '44687985632';
const OLD = '5215512345678';
const NEW = '525512345678';
/** The number of Jane as people and programs write it. */
const WRITTEN = [
  '+44 687 985 632',
  '0044 (687) 985-632',
  '+44 (0)687 985632',
  'https://wa.me/44687985632',
  `${PHONE}.0`,
];

describe('one person, by phone number', () => {
  let stack: RunningProduct;
  let tenant: SeededTenant;
  let api: ApiClient;
  let mongo: mongoose.mongo.MongoClient;
  let ids: [string, string, string];

  beforeAll(async () => {
    stack = await sharedStack();
    tenant = await stack.seed({ accounts: ['active', 'active', 'active'] });
    api = new ApiClient(stack.url, tenant.keys.editor);
    ids = tenant.accounts.map(({ id }) => id) as typeof ids;
    mongo = new mongoose.mongo.MongoClient(stack.env.MONGODB_URI!);
    await api.importFile(ids[2], `id,name,tags,city\n${PHONE},Jane,"Dog,vip",Leeds\n`);
    await api.importFile(ids[0], `id,name,tags,city\n${PHONE},Jane Smith,dog,London\n${NEW},Luz,new,\n`);
    await storeOld(ids[0], 'Luz before');
    await storeOld(ids[1], 'Luz elsewhere');
  }, 120_000);
  afterAll(() => mongo?.close());

  /** A contact from before the 1 of Mexican numbers was dropped. */
  async function storeOld(accountId: string, name: string): Promise<void> {
    const state = { name, tags: ['old'], values: [] };
    const now = new Date();
    await mongo
      .db()
      .collection('contacts')
      .insertOne({
        _id: `${accountId}/${OLD}` as never,
        ...{ accountId, phone: OLD, ...state, ...contactKeys(OLD, state), rev: 1, createdAt: now, updatedAt: now },
        ...{ changedBy: { kind: 'user', id: tenant.user.id }, lastImport: null },
      });
  }
  const person = (text: string) => api.get<Person>(`/v1/contacts/${encodeURIComponent(text)}`);
  const contactPath = (text: string, accountId = ids[0]) =>
    `/v1/accounts/${accountId}/contacts/${encodeURIComponent(text)}`;
  const problem = async (path: string) => (await (await api.request(path)).json()) as Problem;

  it('is shown with every account that has it, since when, and the tags side by side', async () => {
    const found = await person(PHONE);
    expect(personSchema.strict().parse(found)).toEqual(found);
    expect(found).toMatchObject({
      phone: PHONE,
      contacts: [
        { accountId: ids[0], name: 'Jane Smith', tags: ['dog'], values: { city: 'London' } },
        { accountId: ids[2], name: 'Jane', tags: ['Dog', 'vip'], values: { city: 'Leeds' } },
      ],
      tags: [
        { tag: 'dog', accountIds: [ids[0], ids[2]] },
        { tag: 'vip', accountIds: [ids[2]] },
      ],
    });
    expect(found.contacts[0]!.createdAt > found.contacts[1]!.createdAt).toBe(true);
    for (const text of WRITTEN) expect(await person(text)).toEqual(found);
  });

  it('has the number that a contact has, where a Mexican one may have two', async () => {
    const names = async (text: string) => (await person(text)).contacts.map(({ name }) => name);
    expect(await names(OLD)).toEqual(['Luz before', 'Luz elsewhere']);
    expect(await names('+52 1 55 1234 5678')).toEqual(['Luz before', 'Luz elsewhere']);
    expect(await names('+52 55 1234 5678')).toEqual(['Luz']);
    expect(await api.get(contactPath('+52 1 55 1234 5678'))).toMatchObject({ phone: OLD, name: 'Luz before' });
    expect(await api.get(contactPath(NEW))).toMatchObject({ phone: NEW, name: 'Luz' });
  });

  it('is read, changed and reported on by a number as a file may have it', async () => {
    for (const text of WRITTEN) expect(await api.get(contactPath(text))).toMatchObject({ phone: PHONE });
    const response = await api.request(contactPath('+44 687 985632'), {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ tags: { add: ['called'] } }),
    });
    expect(await response.json()).toMatchObject({ phone: PHONE, tags: ['dog', 'called'] });
    const reported = await api.post<Contact>(`${contactPath('wa.me/44687985632')}/reachability`, { status: 'usable' });
    expect(reported).toMatchObject({ phone: PHONE, reachability: { status: 'usable' } });
  });

  it('is marked as "do not contact" by a number as a file may have it, where the mark holds', async () => {
    const marks = async () =>
      (await person(PHONE)).contacts.map(({ optOut }) => optOut && [optOut.scope, optOut.reason]);
    expect(await marks()).toEqual([null, null]);
    await api.post(`${contactPath('+44 687 985632', ids[2])}/opt-out`, { reason: 'asked' });
    expect(await marks()).toEqual([null, ['account', 'asked']]);
    await api.post(`${contactPath('wa.me/44687985632')}/opt-out`, { scope: 'organisation', reason: 'asked again' });
    await eventually('both are marked', async () =>
      expect(await marks()).toEqual(ids.slice(0, 2).map(() => ['organisation', 'asked again'])),
    );
    await new ApiClient(stack.url, tenant.keys.admin).post(`${contactPath('0044 687985632')}/opt-in`);
    await eventually('neither is marked', async () => expect(await marks()).toEqual([null, null]));
  });

  it('is found by a search for the number as people write it, in one account or all, also in a download', async () => {
    const found = async (search: string, account = '') =>
      (await api.contacts(`search=${encodeURIComponent(search)}${account}`)).items.map(({ name }) => name).sort();
    for (const text of WRITTEN) expect(await found(text)).toEqual(['Jane', 'Jane Smith']);
    expect(await found('+44 687 985 632', `&accountId=${ids[2]}`)).toEqual(['Jane']);
    // Without the country code, or only the beginning; and words as before.
    expect(await found('687 985 632')).toEqual(['Jane', 'Jane Smith']);
    expect(await found('+44 687 98')).toEqual(['Jane', 'Jane Smith']);
    expect(await found('smi 4468')).toEqual(['Jane Smith']);
    expect(await found('+44 687 985 633')).toEqual([]);
    const { bytes } = await api.download(ids[2], { search: '+44 687 985 632' });
    const [, ...rows] = bytes.toString().trim().split('\r\n');
    expect(rows).toEqual([expect.stringMatching(/^44687985632,Jane,.*,Leeds$/)]);
  });

  it('is not found elsewhere, and a text that is no number is told why', async () => {
    const stranger = new ApiClient(stack.url, (await stack.seed()).keys.admin);
    expect((await stranger.request(`/v1/contacts/${PHONE}`)).status).toBe(404);
    expect(await problem('/v1/contacts/34600111222')).toMatchObject({ status: 404, code: 'contact_not_found' });
    expect(await problem('/v1/contacts/34600111222')).not.toHaveProperty('errors');
    for (const path of ['/v1/contacts/600%20111%20222%20ext%204', contactPath('600 111 222 ext 4')])
      expect(await problem(path)).toMatchObject({
        ...{ status: 404, code: 'contact_not_found', errors: [{ field: 'phone', code: 'phone_extension' }] },
      });
    const deleted = await api.request(`/v1/contacts/${PHONE}`, { method: 'DELETE' });
    expect([deleted.status, deleted.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });
});
