import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import {
  erasureSchema,
  personalDataSchema,
  type AuditEntry,
  type Campaign,
  type CampaignMember,
  type ContactHistory,
  type Erasure,
  type NewWebhook,
  type Page,
  type Person,
  type PersonalData,
  type Problem,
  type Segment,
  type TagChange,
} from '#contracts';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { sharedStack, type RunningProduct, type SeededTenant } from '../support/stack.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

const PHONE = '44687985632';
const OTHER = '44986523145';
/** Nobody else in the database has these words. */
const SECRETS = ['Zephyrine', 'Quillfeather', 'Xanadoodle', 'wrote-to-zephyrine'];
const FIRST = `id,name,tags,city\n${PHONE},Zephyrine Quillfeather,dog,Xanadoodle\n${OTHER},Jane,dog,London\n`;
const SECOND = `id,name,tags,city\n${PHONE},Zephyrine Q,cat,Paris\n`;

describe('what is known of a person', () => {
  let stack: RunningProduct;
  let tenant: SeededTenant;
  let admin: ApiClient;
  let receiver: WebhookReceiver;
  let mongo: mongoose.mongo.MongoClient;
  let ids: [string, string, string];
  let imports: string[];
  let exported: string;
  let campaign: string;
  let fileBefore: string;
  /** What somebody wrote that names the person, and what does not. */
  const written = { named: [] as string[], others: [] as string[] };

  beforeAll(async () => {
    stack = await sharedStack();
    tenant = await stack.seed({ accounts: ['active', 'inactive', 'active'] });
    admin = new ApiClient(stack.url, tenant.keys.admin);
    ids = tenant.accounts.map(({ id }) => id) as typeof ids;
    mongo = await mongoose.mongo.MongoClient.connect(stack.env.MONGODB_URI!);
    receiver = await WebhookReceiver.start();
    const events = ['ContactErased', 'ContactChanged'];
    receiver.secret = (await admin.post<NewWebhook>('/v1/webhooks', { url: receiver.url, events })).secret;
    await admin.request(`/v1/accounts/${ids[1]}`, json('PATCH', { status: 'active' }));
    imports = [(await admin.importFile(ids[0], FIRST)).id, (await admin.importFile(ids[1], SECOND)).id];
    await admin.request(`/v1/accounts/${ids[1]}`, json('PATCH', { status: 'inactive' }));
    campaign = await frozenCampaign();
    await admin.request(contact(ids[0]), json('PATCH', { name: 'Zephyrine Q', tags: { add: ['vip'] } }));
    await admin.post(`${contact(ids[0])}/opt-out`, { reason: 'wrote-to-zephyrine' });
    await admin.post(`${contact(ids[0])}/reachability`, { status: 'unusable', reason: 'Quillfeather said so' });
    exported = (await admin.download(ids[0])).record.id;
    await writeTexts();
  }, 120_000);
  afterAll(async () => {
    await mongo?.close();
    await receiver?.goAway();
  });

  const json = (method: string, body: object) => ({
    ...{ method, body: JSON.stringify(body) },
    headers: { 'content-type': 'application/json' },
  });
  const readCampaign = () => admin.get<Campaign>(`/v1/campaigns/${campaign}`);
  /** A campaign that both contacts of the first account were to get, and nobody else. */
  const frozenCampaign = async () => {
    const segment = { tag: ['dog'] };
    const { id } = await admin.post<Campaign>('/v1/campaigns', { name: 'Spring', accountId: ids[0], segment });
    await eventually('the view has both', async () =>
      expect(await admin.get<Campaign>(`/v1/campaigns/${id}`)).toMatchObject({ reach: { count: 2 } }),
    );
    await admin.post(`/v1/campaigns/${id}/schedule`, {});
    await eventually('the audience is frozen', async () =>
      expect(await admin.get<Campaign>(`/v1/campaigns/${id}`)).toMatchObject({ state: 'audience_frozen' }),
    );
    return id;
  };
  const audience = async () => {
    const { items, count } = await admin.get<Page<CampaignMember>>(`/v1/campaigns/${campaign}/members`);
    const file = await admin.request(`/v1/campaigns/${campaign}/download`);
    const url = file.headers.get('location')!;
    return { members: items.map(({ phone }) => phone), count, file: await (await fetch(url)).text(), url };
  };
  const writeTexts = async () => {
    const segment = async (name: string, conditions: object) =>
      `segment ${(await admin.post<Segment>('/v1/segments', { name, conditions })).id}`;
    const draft = async (name: string, conditions: object) =>
      `campaign ${(await admin.post<Campaign>('/v1/campaigns', { name, accountId: ids[0], segment: conditions })).id}`;
    const change = { filter: { accountId: ids[0], search: '0044 687 985632', tag: ['nobody'] }, add: ['x'] };
    written.named = [
      await segment('Searched', { search: 'quillf' }),
      await segment('By a value', { value: ['city:xanadoodle'] }),
      await segment('Letters to Zephyrine', { tag: ['dog'] }),
      await draft('Draft', { search: PHONE, tag: ['dog'] }),
      `tag_change ${(await admin.post<TagChange>('/v1/tag-changes', change)).id}`,
    ];
    written.others = [
      await segment('Londoners', { value: ['city:London'] }),
      await segment('Dogs', { tag: ['dog'], search: '44' }),
      await draft('Cats', { tag: ['cat'] }),
    ];
  };
  const contact = (accountId: string, phone = PHONE) => `/v1/accounts/${accountId}/contacts/${phone}`;
  const cli = async (...args: string[]) => {
    const env = { ...process.env, CONTACTS_URL: stack.url, CONTACTS_API_KEY: tenant.keys.admin, NODE_OPTIONS: '' };
    const run = promisify(execFile)(process.execPath, ['apps/cli/contacts.mjs', ...args], { env });
    return run.then(
      ({ stdout }) => ({ status: 0, output: stdout }),
      ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({
        status: code,
        output: stdout + stderr,
      }),
    );
  };
  const person = () => admin.get<Person>(`/v1/contacts/${PHONE}`);
  const data = async (text = PHONE) => admin.get<PersonalData>(`/v1/contacts/${encodeURIComponent(text)}/data`);
  const found = async (query: string) => (await admin.contacts(query)).items.map(({ phone }) => phone);
  const problem = async (path: string, init: RequestInit) =>
    (await (await admin.request(path, init)).json()) as Problem;
  /** Everything that the services have stored about contacts. */
  const stored = async () => {
    const all = ['contacts', 'contact_changes', 'opt_outs', 'audience', 'contact_edits', 'audit'];
    const lists = await Promise.all(all.map((name) => mongo.db().collection(name).find().toArray()));
    return JSON.stringify(lists);
  };

  it('is downloaded: contacts, history, marks, who imported it, and what may have copies until when', async () => {
    const response = await admin.request(`/v1/contacts/${encodeURIComponent('+44 687 985632')}/data`);
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="person.json"');
    const known = (await response.json()) as PersonalData;
    expect(personalDataSchema.parse(known)).toEqual(known);
    expect(known).toMatchObject({
      phone: PHONE,
      accountIds: ids.slice(0, 2),
      contacts: [
        { accountId: ids[0], name: 'Zephyrine Q', tags: ['dog', 'vip'], values: { city: 'Xanadoodle' } },
        { accountId: ids[1], tags: ['cat'] },
      ],
      optOuts: [{ accountId: ids[0], mark: { scope: 'account', reason: 'wrote-to-zephyrine' } }],
      copiesComplete: true,
    });
    const [first, second] = known.history;
    expect(first).toMatchObject({ accountId: ids[0], isComplete: true });
    expect(first!.changes.map(({ changes }) => changes?.name?.before ?? null)).toContain('Zephyrine Quillfeather');
    expect(second!.changes).toMatchObject([{ revision: 1, changedBy: { kind: 'import', id: imports[1] } }]);
    expect(known.audit.map(({ action, targets }) => [action, targets[0]])).toEqual(
      expect.arrayContaining(imports.map((id) => ['import.uploaded', id])),
    );
    const until = new Map(known.copies.map(({ kind, id, until: end }) => [`${kind} ${id}`, end]));
    const inDays = (end: string) => Math.round((Date.parse(end) - Date.now()) / 86_400_000);
    for (const id of imports) expect(inDays(until.get(`import ${id}`)!)).toBe(90);
    expect(inDays(until.get(`export ${exported}`)!)).toBe(3);
    expect(until.get(`campaign ${campaign}`)).toBeNull();
    for (const named of written.named) expect([named, until.get(named) === undefined]).toEqual([named, false]);
    for (const other of written.others) expect([other, until.get(other)]).toEqual([other, undefined]);
    const segments = written.named.filter((text) => text.startsWith('segment'));
    expect(segments.map((named) => until.get(named))).toEqual([null, null, null]);
  });

  it('is for administrators alone', async () => {
    const editor = new ApiClient(stack.url, tenant.keys.editor);
    await expect(editor.get(`/v1/contacts/${PHONE}/data`)).rejects.toThrow('not_allowed');
    await expect(editor.post(`/v1/contacts/${PHONE}/erasure`)).rejects.toThrow('not_allowed');
    await expect(admin.post('/v1/contacts/34600111222/erasure')).rejects.toThrow('contact_not_found');
    const stranger = new ApiClient(stack.url, (await stack.seed()).keys.admin);
    await expect(stranger.get(`/v1/contacts/${PHONE}/data`)).rejects.toThrow('contact_not_found');
    await expect(stranger.post(`/v1/contacts/${PHONE}/erasure`)).rejects.toThrow('contact_not_found');
  });

  it('is erased in all accounts, and only the number stays, which must not be contacted', async () => {
    for (const secret of SECRETS) expect(await stored()).toContain(secret);
    const before = await audience();
    expect(before).toMatchObject({ members: [PHONE, OTHER], count: { value: 2 } });
    expect(before.file).toContain(PHONE);
    fileBefore = before.url;
    const erased = await admin.post<Erasure>(`/v1/contacts/${encodeURIComponent('+44 687 985632')}/erasure`);
    expect(erasureSchema.parse(erased)).toEqual(erased);
    expect(erased).toMatchObject({ phone: PHONE, accountIds: ids.slice(0, 2) });
    expect(erased.copies).toEqual(
      expect.arrayContaining([expect.objectContaining({ kind: 'import', id: imports[0] })]),
    );
    const ofList = erased.copies.find(({ id }) => id === campaign)!;
    expect(Math.abs(Date.parse(ofList.until!) - Date.parse(erased.erasedAt))).toBeLessThan(10_000);
    const mark = { scope: 'organisation', reason: 'erased', erased: true, at: erased.erasedAt };
    const left = { name: '—', tags: [], values: {}, reachability: null, optOut: mark };
    expect((await person()).contacts).toMatchObject(ids.slice(0, 2).map((accountId) => ({ accountId, ...left })));
    await eventually('nothing else has it, also not the view of campaigns', async () => {
      const all = (await stored()).toLowerCase();
      for (const secret of SECRETS) expect(all).not.toContain(secret.toLowerCase());
    });
    for (const query of [
      'search=Zephyrine',
      'search=Q',
      'tag=vip',
      'tag=cat',
      'hasValue=city&search=4468',
      `import=${imports[1]}`,
    ])
      expect(await found(query)).toEqual([]);
    expect(await found(`search=${PHONE}&accountId=${ids[0]}`)).toEqual([PHONE]);
    expect(await found('tag=dog')).toEqual([OTHER]);
    const history = await admin.get<ContactHistory>(`${contact(ids[0])}/history`);
    expect(history).toMatchObject({ isComplete: false, items: [{ changes: null, changedBy: { kind: 'key' } }] });
    expect(await data()).toMatchObject({ optOuts: [{ accountId: null, mark }], history: [{ changes: [{}] }, {}] });
  });

  it('is taken out of frozen audiences: of the list, of its file, and of the count', async () => {
    const left = await eventually('the list and the file are without', async () => {
      const now = await audience();
      expect(now).toMatchObject({ members: [OTHER], file: `phone\r\n${OTHER}\r\n`, count: { value: 1, exact: true } });
      return now;
    });
    expect(await readCampaign()).toMatchObject({ state: 'audience_frozen', reach: { count: 1 }, erased: 1 });
    expect((await data()).copies.map(({ id }) => id)).not.toContain(campaign);
    // Whoever had the address of the file before does not get that one any more.
    expect(left.url).not.toBe(fileBefore);
    await eventually('the file of before is gone', async () => expect((await fetch(fileBefore)).status).toBe(404));
  });

  it('is told to webhooks, for each account', async () => {
    const erased = await eventually('both came', () => {
      const events = receiver.taken.filter(({ type }) => type === 'ContactErased').map((message) => message.data);
      expect(events).toHaveLength(2);
      return events;
    });
    const { contacts } = await person();
    const told = contacts.map(({ accountId, revision, updatedAt }) => {
      const one = { phone: PHONE, revision, erasedAt: updatedAt };
      return { organisationId: tenant.organisationId, accountId, contacts: [one], version: 1 };
    });
    expect(erased).toEqual(expect.arrayContaining(told));
  });

  it('is noted in the audit log, by the accounts and not by the number', async () => {
    const { items } = await admin.get<Page<AuditEntry>>('/v1/audit?action=contact.erased');
    expect(items).toMatchObject([{ targets: ids.slice(0, 2) }]);
    expect(JSON.stringify(items)).not.toContain(PHONE);
  });

  it('is not taken in again, in any account, before the mark is taken off', async () => {
    for (const accountId of [ids[0], ids[2]]) {
      const done = await admin.importFile(accountId, FIRST);
      expect(done).toMatchObject({ status: 'completed_with_errors', counts: { rejected: 1 } });
      const file = await admin.request(`/v1/imports/${done.id}/errors`);
      expect(await (await fetch(file.headers.get('location')!)).text()).toContain('were erased');
    }
    const refused = { code: 'invalid_contact', errors: [{ code: 'contact_erased' }] };
    expect(await problem(contact(ids[0]), json('PATCH', { name: 'Zephyrine' }))).toMatchObject(refused);
    const added = json('POST', { phone: PHONE, name: 'Zephyrine' });
    expect(await problem(`/v1/accounts/${ids[2]}/contacts`, added)).toMatchObject(refused);
    expect((await person()).contacts).toHaveLength(2);
    // What goes out comes back.
    const text = (await admin.download(ids[0])).bytes.toString();
    expect(text).toContain(PHONE);
    expect(await admin.importFile(ids[0], text)).toMatchObject({ status: 'completed', counts: { unchanged: 2 } });
  }, 60_000);

  it('is erased once: a second time changes nothing', async () => {
    const before = await person();
    const again = await admin.post<Erasure>(`/v1/contacts/${PHONE}/erasure`);
    expect(again.erasedAt).toBe(before.contacts[0]!.optOut!.at);
    expect(await cli('erase', `+${PHONE}`)).toMatchObject({ status: 1, output: expect.stringContaining('--yes') });
    const { status, output } = await cli('erase', `+${PHONE}`, '--yes');
    expect({ status, output }).toMatchObject({ status: 0, output: expect.stringContaining('Erased in 2 accounts.') });
    expect(output).toMatch(new RegExp(`The import ${imports[0]} may have it until \\d{4}-`));
    expect(await person()).toEqual(before);
    expect(JSON.parse((await cli('person', PHONE)).output)).toMatchObject({
      phone: PHONE,
      accountIds: ids.slice(0, 2),
    });
  }, 60_000);

  it('is taken in again when an administrator has taken the mark off', async () => {
    await admin.post(`${contact(ids[0])}/opt-in`);
    expect(await admin.importFile(ids[0], FIRST)).toMatchObject({ status: 'completed', counts: { updated: 1 } });
    expect((await person()).contacts).toMatchObject([{ name: 'Zephyrine Quillfeather', optOut: null }, { name: '—' }]);
  }, 60_000);
});
