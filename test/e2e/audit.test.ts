import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import { v7 as newId } from 'uuid';
import {
  auditEntrySchema,
  type AuditAction,
  type AuditEntry,
  type AuditVerification,
  type NewApiKey,
  type NewInvitation,
  type NewWebhook,
  type Page,
} from '#contracts';
import { auditHash } from '../../libs/persistence/src/access/audit-chain.js';
import { ApiClient } from '../support/api.js';
import { runCli } from '../support/cli.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';
import { eventually } from '../support/eventually.js';
import { cookieOf, postJson } from '../support/page-session.js';
import { sharedStack, type RunningProduct, type SeededTenant } from '../support/stack.js';

const FILE = 'id,name\n44687985632,Jane Smith\n12,Nobody\n';

describe('the audit log', () => {
  let stack: RunningProduct;
  let tenant: SeededTenant;
  let admin: ApiClient;
  let keyId: string;

  beforeAll(async () => {
    stack = await sharedStack();
    tenant = await stack.seed();
    admin = new ApiClient(stack.url, tenant.keys.admin);
    keyId = (await admin.get<{ id: string }>('/v1/me')).id;
  }, 60_000);

  const read = async (query = ''): Promise<AuditEntry[]> =>
    (await admin.get<Page<AuditEntry>>(`/v1/audit?${query}`)).items;
  const latest = async (action: AuditAction): Promise<AuditEntry> => (await read(`action=${action}&limit=1`))[0]!;
  const signIn = (password: string, headers: Record<string, string> = {}): Promise<Response> =>
    postJson(`${stack.url}/v1/session`, { email: tenant.user.email, password }, headers);

  it('records who signed in, who tried to, and who signed out', async () => {
    await signIn('wrong', { 'x-request-id': 'audit-refused' });
    const cookie = cookieOf(await signIn(tenant.user.password, { 'x-request-id': 'audit-began' }));
    await fetch(`${stack.url}/v1/session`, { method: 'DELETE', headers: { 'x-requested-with': 'contacts', cookie } });
    await postJson(`${stack.url}/v1/session`, { email: 'nobody@test.example', password: 'wrong' });
    const entries = await read(`actorId=${tenant.user.id}`);
    expect(entries.map(({ action }) => action)).toEqual(['session.ended', 'session.began', 'session.refused']);
    expect(entries[1]).toMatchObject({
      actor: { kind: 'user', id: tenant.user.id },
      requestId: 'audit-began',
      targets: [tenant.user.id],
    });
    for (const entry of entries) auditEntrySchema.strict().parse(entry);
  });

  it('records new, changed and removed keys and members', async () => {
    const key = await admin.post<NewApiKey>('/v1/keys', { name: 'Secretive Program', role: 'viewer' });
    expect(await latest('key.created')).toMatchObject({ actor: { kind: 'key', id: keyId }, targets: [key.id] });
    await admin.request(`/v1/keys/${key.id}`, { method: 'DELETE' });
    expect(await latest('key.revoked')).toMatchObject({ targets: [key.id] });

    const { id, link } = await admin.post<NewInvitation>('/v1/members', { email: 'li@test.example', role: 'viewer' });
    expect(await latest('member.invited')).toMatchObject({ targets: [id] });
    const token = new URLSearchParams(new URL(link).hash.slice(1)).get('invitation');
    const joined = await postJson(`${stack.url}/v1/invitations/accept`, {
      token,
      name: 'Li Wei',
      password: 'correct horse battery',
    });
    const member = ((await joined.json()) as { id: string }).id;
    expect(await latest('member.joined')).toMatchObject({ actor: { kind: 'user', id: member }, targets: [member] });
    await admin.request(`/v1/members/${member}`, { method: 'DELETE' });
    expect(await latest('member.removed')).toMatchObject({ targets: [member] });
  });

  it('records imports, downloads and edits, without phone numbers of contacts', async () => {
    const accountId = tenant.accounts[0]!.id;
    const { id } = await admin.importFile(accountId, FILE);
    expect(await latest('import.uploaded')).toMatchObject({ targets: [id] });
    await admin.request(`/v1/imports/${id}/errors`);
    expect(await latest('import.errors_downloaded')).toMatchObject({
      targets: [id],
      downloaded: { filter: { import: id }, count: 1 },
    });
    const { record } = await admin.download(accountId, { search: 'Jane', tag: [] });
    expect(await latest('export.ordered')).toMatchObject({ targets: [record.id] });
    expect(await latest('export.downloaded')).toMatchObject({
      targets: [record.id],
      downloaded: { filter: { accountId, search: '…', match: 'all' }, count: 1 },
    });
    const undo = new URLSearchParams({ kind: 'import', id }).toString();
    expect(await (await admin.request(`/v1/undos/kept?${undo}`)).text()).toContain('changed_by');
    await eventually('the list is noted', async () =>
      expect(await latest('undo.kept_downloaded')).toMatchObject({
        downloaded: { filter: { kind: 'import', id }, count: 0 },
      }),
    );
    const edit = { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: '{"tags":["vip"]}' };
    expect((await admin.request(`/v1/accounts/${accountId}/contacts/44687985632`, edit)).status).toBe(200);
    expect(await latest('contact.edited')).toMatchObject({ targets: [accountId] });
  }, 60_000);

  it('does not record refused requests', async () => {
    const before = await read();
    const viewer = new ApiClient(stack.url, tenant.keys.viewer);
    await expect(viewer.upload(tenant.accounts[0]!.id, FILE)).rejects.toThrow('not_allowed');
    await expect(admin.post('/v1/keys', { name: '' })).rejects.toThrow('invalid_request');
    await expect(admin.post('/v1/imports/x/start')).rejects.toThrow('import_not_found');
    expect(await read()).toEqual(before);
  });

  it('is read newest first, page by page, by administrators, with no personal data', async () => {
    const all = await eventually('the log is complete', () => read());
    const ids: string[] = [];
    for (let after: string | null = ''; after !== null;) {
      const page: Page<AuditEntry> = await admin.get(`/v1/audit?limit=4${after && `&after=${after}`}`);
      expect(page.count).toEqual({ value: all.length, exact: true });
      ids.push(...page.items.map(({ id }) => id));
      after = page.next;
    }
    expect(ids).toEqual(all.map(({ id }) => id));
    expect(ids).toEqual([...ids].sort().reverse());
    for (const secret of ['44687985632', 'Li Wei', 'Secretive', '@', 'ck_', 'cntk_'])
      expect(JSON.stringify(all)).not.toContain(secret);
    await expect(new ApiClient(stack.url, tenant.keys.editor).get('/v1/audit')).rejects.toThrow('not_allowed');
    expect(
      (await new ApiClient(stack.url, (await stack.seed()).keys.admin).get<Page<AuditEntry>>('/v1/audit')).items,
    ).toEqual([]);
    await expect(admin.get('/v1/audit?action=everything')).rejects.toThrow('invalid_request');
    await expect(admin.get('/v1/audit?actorId[$ne]=1')).rejects.toThrow('invalid_request');
  });

  it('is filtered by object and time, and downloaded by the same filter', async () => {
    const { id: target } = await admin.post<NewApiKey>('/v1/keys', { name: 'Filtered', role: 'viewer' });
    const entry = await latest('key.created');
    expect(await read(`target=${target}`)).toEqual([entry]);
    const after = new Date(Date.parse(entry.at) + 1).toISOString();
    expect(await read(`target=${target}&since=${entry.at}&until=${after}`)).toEqual([entry]);
    expect(await read(`target=${target}&since=${after}`)).toEqual([]);
    expect(await read(`target=${target}&until=${entry.at}`)).toEqual([]);
    await expect(read('since=yesterday')).rejects.toThrow('invalid_request');

    const lines = await admin.request(`/v1/audit/download?format=jsonl&target=${target}`);
    expect(lines.headers.get('content-disposition')).toBe('attachment; filename="audit-log.jsonl"');
    expect(JSON.parse(await lines.text())).toEqual(entry);
    const csv = await (await admin.request(`/v1/audit/download?target=${target}`)).text();
    const [head, row, end] = csv.split('\r\n');
    expect(head).toContain('sequence,at,actor_kind,actor,action,targets');
    expect(row).toContain(`${entry.sequence},${entry.at},key,${keyId},key.created,${target}`);
    expect(end).toBe('');
    const all = (await (await admin.request('/v1/audit/download?format=jsonl')).text()).trim().split('\n');
    const noted = await read('action=audit.downloaded');
    expect(noted).toHaveLength(3);
    // Its own entry comes after the first ones are read, and before its first byte.
    expect(all).toHaveLength(noted[0]!.sequence! - 1);
  });

  it('tells a webhook of every entry, with its number and hash', async () => {
    const receiver = await WebhookReceiver.start();
    try {
      const { secret } = await admin.post<NewWebhook>('/v1/webhooks', {
        url: receiver.url,
        events: ['AuditEntryAdded'],
      });
      receiver.secret = secret;
      await signIn('correct horse battery');
      const entry = await latest('session.refused');
      await eventually('it came', () => expect(receiver.taken.map(({ data }) => data.entry)).toEqual([entry]));
      expect(receiver.received.every(({ verified }) => verified)).toBe(true);
    } finally {
      await receiver.goAway();
    }
  }, 30_000);

  describe('as a chain', () => {
    let client: mongoose.mongo.MongoClient;
    let entries: mongoose.mongo.Collection<{ _id: string }>;
    const organisationId = () => tenant.organisationId;
    beforeAll(async () => {
      client = await mongoose.mongo.MongoClient.connect(stack.env.MONGODB_URI!);
      entries = client.db().collection('audit');
    });
    afterAll(() => client?.close());

    const verify = (query = '') => admin.get<AuditVerification>(`/v1/audit/verification${query}`);
    const cli = (...args: string[]) => {
      const keys = { CONTACTS_URL: stack.url, CONTACTS_API_KEY: tenant.keys.admin };
      return runCli(['audit', 'verify', ...args], { ...stack.env, ...keys });
    };

    it('has every entry once, however many are written at the same time', async () => {
      const before = (await verify()).entries;
      await Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          admin.post('/v1/segments', { name: `Dogs ${n}`, conditions: { tag: ['dog'] } }),
        ),
      );
      const { entries, broken, head } = await verify();
      expect({ entries, broken, sequence: head!.sequence }).toEqual({
        entries: before + 20,
        broken: null,
        sequence: before + 20,
      });
      expect(await cli('--expect', `${head!.sequence}:${head!.hash}`)).toMatchObject({ status: 0 });
      expect(await verify(`?expected=${head!.sequence}:${'0'.repeat(64)}`)).toMatchObject({
        broken: { fault: 'not_expected', sequence: head!.sequence },
      });
      expect(await verify(`?expected=${head!.sequence + 1}:${head!.hash}`)).toMatchObject({
        broken: { fault: 'not_expected', id: null },
      });
      await expect(verify('?expected=nonsense')).rejects.toThrow('invalid_request');
      const editor = new ApiClient(stack.url, tenant.keys.editor);
      for (const path of ['verification', 'download'])
        await expect(editor.get(`/v1/audit/${path}`)).rejects.toThrow('not_allowed');
    }, 30_000);

    type Entry = { _id: string; sequence: number; hash: string };
    /** What somebody might do to the third entry, with all that they can write. */
    it.each<[string, string, (entry: Entry) => Promise<unknown>]>([
      ['an action', 'changed', ({ _id }) => entries.updateOne({ _id }, { $set: { action: 'member.joined' } })],
      ['a target', 'changed', ({ _id }) => entries.updateOne({ _id }, { $set: { 'targets.0': newId() } })],
      ['a new field', 'changed', ({ _id }) => entries.updateOne({ _id }, { $set: { filter: 'x' } })],
      ['a removed entry', 'missing', ({ _id }) => entries.deleteOne({ _id })],
      ['an entry twice', 'repeated', (entry) => entries.insertOne({ ...entry, _id: newId() })],
      [
        'an entry of nobody',
        'not_chained',
        ({ sequence: _, ...entry }) => entries.insertOne({ ...entry, _id: newId() }),
      ],
    ])('shows %s', async (_, fault, change) => {
      const entry = (await entries.findOne({ organisationId: organisationId(), sequence: 3 }))! as unknown as Entry;
      const known = (await entries.find({ organisationId: organisationId() }).toArray()).map(({ _id }) => _id);
      await change(entry);
      const { broken } = await verify();
      await entries.deleteMany({ organisationId: organisationId(), _id: { $nin: known } });
      await entries.replaceOne({ _id: entry._id }, entry, { upsert: true });
      expect(broken).toMatchObject({ fault, ...(fault !== 'not_chained' && { sequence: 3 }) });
      expect((await verify()).broken).toBeNull();
    });

    it('shows an entry that was replaced with a right hash, and newest entries that were cut off, also to operators', async () => {
      const ours = { organisationId: organisationId() };
      const all = (await entries.find(ours).sort({ sequence: 1 }).toArray()) as unknown as Entry[];
      const newest = all.at(-1)!;
      await entries.deleteOne({ _id: newest._id });
      const cutOff = await cli('--database');
      await entries.insertOne(newest);
      expect(cutOff.output).toContain(
        `Organisation ${organisationId()}: the newest entries are missing at number ${newest.sequence}`,
      );
      expect(cutOff.status).toBe(2);
      const forged = { ...all[2]!, action: 'member.joined' };
      await entries.replaceOne({ _id: forged._id }, { ...forged, hash: auditHash(forged as never) });
      const { broken } = await verify();
      await entries.replaceOne({ _id: forged._id }, all[2]!);
      expect(broken).toMatchObject({ fault: 'replaced', sequence: 4 });
      expect((await verify()).broken).toBeNull();
    }, 30_000);
  });

  it('cannot be changed', async () => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
      expect((await admin.request('/v1/audit', { method })).status).toBe(405);
  });
});
