import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import { contactSchema, type Contact, type Problem } from '#contracts';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { startStack, type SeededTenant, type Stack } from '../support/stack.js';

const PHONE = '44687985632';
const JANE = { phone: '+44 687 985632', name: 'Jane Smith', tags: ['cat', 'dog'], values: { city: 'London' } };

describe('editing a contact', () => {
  let stack: Stack;
  let tenant: SeededTenant;
  let api: ApiClient;
  let accountId: string;

  beforeAll(async () => {
    stack = await startStack({
      together: ['gateway', 'importer', 'exporter', 'campaigns'],
      services: ['contacts'],
      env: { LIMIT_COLUMNS: '5' },
    });
  }, 60_000);
  afterAll(() => stack?.stop());
  beforeEach(async () => {
    tenant = await stack.seed({ accounts: ['active', 'inactive'] });
    api = new ApiClient(stack.url, tenant.keys.editor);
    accountId = tenant.accounts[0]!.id;
  });

  const address = (phone = PHONE) => `/v1/accounts/${accountId}/contacts/${phone}`;
  const send = (method: string, path: string, body: unknown, headers: Record<string, string> = {}) =>
    api.request(path, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const add = (body: unknown = JANE) => send('POST', `/v1/accounts/${accountId}/contacts`, body);
  const patch = (body: unknown, headers?: Record<string, string>) => send('PATCH', address(), body, headers);
  const contact = async (response: Response) => contactSchema.parse(await response.json());
  const problem = async (response: Response) => (await response.json()) as Problem;

  it('adds a contact by the rules of a row, and tells who did it', async () => {
    const response = await add();
    expect(response.status).toBe(201);
    expect(response.headers.get('etag')).toBe('"1"');
    expect(response.headers.get('location')).toBe(address());
    const added = await contact(response);
    expect(added).toMatchObject({ phone: PHONE, tags: ['cat', 'dog'], values: { city: 'London' }, revision: 1 });
    expect(added.changedBy.kind).toBe('key');
    expect(await api.get(address())).toEqual(added);
  });

  it('updates an existing contact, keeps omitted fields, and does nothing the second time', async () => {
    await add();
    const again = await add();
    expect([again.status, (await contact(again)).revision]).toEqual([200, 1]);
    const updated = await add({ phone: PHONE, name: 'Jané', values: { CITY: 'Madrid', age: '40' } });
    expect(updated.status).toBe(200);
    expect(await contact(updated)).toMatchObject({
      name: 'Jané',
      tags: ['cat', 'dog'],
      values: { city: 'Madrid', age: '40' },
      revision: 2,
    });
  });

  it("changes the given fields in the account's spelling, and filters find the new state", async () => {
    await add();
    const response = await patch({
      name: 'Ana',
      tags: { add: ['DOG', 'vip'], remove: ['CAT'] },
      values: { city: null },
    });
    expect(response.headers.get('etag')).toBe('"2"');
    expect(await contact(response)).toMatchObject({ name: 'Ana', tags: ['dog', 'vip'], values: {}, revision: 2 });
    const found = await api.contacts(`accountId=${accountId}&search=ana&tag=vip&notTag=cat&notHasValue=city`);
    expect(found.items.map(({ phone }) => phone)).toEqual([PHONE]);
  });

  it('takes names that JavaScript treats specially', async () => {
    const body = `{"phone":"${PHONE}","name":"=1+1","values":{"__proto__":"polluted","constructor":"c"}}`;
    const text = await (await add(body)).text();
    expect(text).toContain('"__proto__":"polluted"');
    expect(text).toContain('"constructor":"c"');
  });

  it('overwrites nothing when it loses a race', async () => {
    await add();
    expect((await patch({ name: 'First' }, { 'if-match': '"1"' })).status).toBe(200);
    const lost = await patch({ name: 'Second' }, { 'if-match': '"1"' });
    expect([lost.status, (await problem(lost)).code]).toEqual([412, 'revision_mismatch']);
    expect(await api.get(address())).toMatchObject({ name: 'First', revision: 2 });
    expect((await patch({ name: 'First' }, { 'if-match': '"1"' })).status).toBe(200);
    expect((await patch({ name: 'Third' }, { 'if-match': '*' })).status).toBe(200);
    expect((await patch({ name: 'Fourth' }, { 'if-match': 'W/"3"' })).status).toBe(412);
  });

  it('lets exactly one of many with the same revision win, and loses none without one', async () => {
    await add();
    const race = Array.from({ length: 8 }, (_, index) => patch({ name: `Racer ${index}` }, { 'if-match': '"1"' }));
    const statuses = (await Promise.all(race)).map(({ status }) => status).sort();
    expect(statuses).toEqual([200, 412, 412, 412, 412, 412, 412, 412]);
    const tags = Array.from({ length: 8 }, (_, index) => `t${index}`);
    await Promise.all(tags.map((tag) => patch({ tags: { add: [tag] } })));
    const now = await api.get<Contact>(address());
    expect(now.tags).toEqual(expect.arrayContaining(tags));
    expect(now.revision).toBe(10);
  });

  it.each<[unknown, string[]]>([
    [{ name: ' ', tags: ['a,b', ''] }, ['name:name_missing', 'tags.0:tag_comma', 'tags.1:tag_missing']],
    [{ values: { ID: 'x', city: 'a\u0007' } }, ['values.ID:value_name_reserved', 'values.city:control_character']],
    [{ values: { ['x'.repeat(257)]: 'x' } }, [`values.${'x'.repeat(257)}:value_name_too_long`]],
  ])('refuses %j with each field', async (body, errors) => {
    await add();
    const response = await patch(body);
    expect(response.status).toBe(422);
    const { code, errors: found } = await problem(response);
    expect(code).toBe('invalid_contact');
    expect(found!.map((error) => `${error.field}:${error.code}`)).toEqual(errors);
    expect(await api.get(address())).toMatchObject({ revision: 1 });
  });

  it('refuses invalid contacts', async () => {
    const wrong = await add({ phone: '12', name: 'Short' });
    expect([wrong.status, (await problem(wrong)).errors]).toMatchObject([422, [{ field: 'phone' }]]);
    const shape = await add({ phone: PHONE, name: 'x', values: { city: 5 }, colour: 'red' });
    expect([shape.status, (await problem(shape)).code]).toEqual([400, 'invalid_request']);
    expect((await patch({ name: 'Nobody' })).status).toBe(404);
  });

  it('gives an account no more value names than a file has columns', async () => {
    expect((await add({ ...JANE, values: { a: '1', b: '2', c: '3' } })).status).toBe(201);
    const refused = await patch({ values: { d: '4' } });
    expect((await problem(refused)).errors).toMatchObject([{ field: 'values', code: 'too_many_value_names' }]);
    expect((await patch({ values: { A: '5', c: null } })).status).toBe(200);
    expect((await patch({ values: { d: '4' } })).status).toBe(200);
    expect((await patch({ values: { c: '3' } })).status).toBe(422);
  });

  it('is for editors, in active accounts of their own, and deletes nobody', async () => {
    await add();
    const as = (key: string, account = accountId) =>
      new ApiClient(stack.url, key)
        .request(`/v1/accounts/${account}/contacts/${PHONE}`, { method: 'PATCH', body: '{}', headers: JSON_TYPE })
        .then(({ status }) => status);
    expect(await as(tenant.keys.viewer)).toBe(403);
    expect(await as((await stack.seed()).keys.admin)).toBe(404);
    const inactive = tenant.accounts[1]!.id;
    const response = await send('POST', `/v1/accounts/${inactive}/contacts`, JANE);
    expect([response.status, (await problem(response)).code]).toEqual([409, 'no_active_account']);
    const deleted = await api.request(address(), { method: 'DELETE' });
    expect([deleted.status, deleted.headers.get('allow')]).toEqual([405, 'GET, HEAD, PATCH']);
  });

  it('reaches the campaigns service', async () => {
    await add();
    await patch({ tags: ['heard'] });
    const mongo = await new mongoose.mongo.MongoClient(stack.env.MONGODB_URI!).connect();
    try {
      await eventually('campaigns knows the tag', async () => {
        const member = await mongo.db().collection('audience').findOne({ accountId, phone: PHONE });
        expect(member).toMatchObject({ rev: 2, tags: ['heard'] });
      });
    } finally {
      await mongo.close();
    }
  });

  it('applies the same row of an import again after an edit', async () => {
    await add();
    const { id } = await api.importFile(accountId, `id,name\n${PHONE},Imported\n`);
    expect(await api.get(address())).toMatchObject({ changedBy: { kind: 'import', id, row: 2 }, revision: 2 });
    await patch({ name: 'By hand' });
    expect(await api.get(address())).toMatchObject({ changedBy: { kind: 'key' }, revision: 3 });
  });

  it('keeps what a sender reports of a number, whatever imports and edits say', async () => {
    await add();
    const report = (body: unknown, phone = PHONE) => send('POST', `${address(phone)}/reachability`, body);
    expect(await api.get(address())).toMatchObject({ reachability: null });
    const first = await report({ status: 'unusable', reason: ' not on WhatsApp ' });
    expect([first.status, first.headers.get('etag')]).toEqual([200, '"2"']);
    const unusable = { status: 'unusable', reason: 'not on WhatsApp' };
    expect(await contact(first)).toMatchObject({ revision: 2, reachability: unusable, changedBy: { kind: 'key' } });

    await report({ status: 'unusable', reason: 'not on WhatsApp' });
    const file = `id,name,tags,city\n${PHONE},Imported,bird,\n`;
    await api.importFile(accountId, file, { blankColumns: 'clear' });
    await patch({ tags: { add: ['vip'] } });
    const now = await api.get<Contact>(address());
    expect(now).toMatchObject({ name: 'Imported', tags: ['bird', 'vip'], values: {}, reachability: unusable });
    expect(now.revision).toBe(5);

    expect(await contact(await report({ status: 'usable' }))).toMatchObject({
      revision: 6,
      reachability: { status: 'usable', reason: null },
    });
    for (const wrong of [
      {},
      { status: 'unusable' },
      { status: 'usable', reason: 'x' },
      { status: 'gone', reason: 'x' },
    ])
      expect((await report(wrong)).status).toBe(400);
    const unknown = await report({ status: 'usable' }, '34600000009');
    expect([unknown.status, (await problem(unknown)).code]).toEqual([404, 'contact_not_found']);
  });

  it('is refused while the contacts service is down, and changes nothing later', async () => {
    await add();
    await stack.kill('contacts');
    const response = await patch({ name: 'Too late' });
    expect(response.status).toBe(503);
    expect(await problem(response)).toMatchObject({
      code: 'unavailable',
      detail: expect.stringContaining('nothing was changed'),
    });
    await stack.start('contacts');
    expect(await contact(await patch({ tags: [] }))).toMatchObject({ name: 'Jane Smith', revision: 2 });
  }, 60_000);
});

const JSON_TYPE = { 'content-type': 'application/json' };
