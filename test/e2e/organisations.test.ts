import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import { v7 as newId } from 'uuid';
import type {
  AuditEntry,
  Campaign,
  Import,
  Me,
  NewInvitation,
  NewWebhook,
  Organisation,
  OrganisationUsage,
  Page,
  Problem,
} from '#contracts';
import { ApiClient } from '../support/api.js';
import { runCli } from '../support/cli.js';
import { eventually } from '../support/eventually.js';
import { makeOperatorKey } from '../support/operator-key.js';
import { cookieOf, PAGE_HEADERS, postJson } from '../support/page-session.js';
import { peopleCsv } from '../support/people.js';
import { sharedStack, type RunningProduct, type SeededTenant } from '../support/stack.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

/** What operators do. In the shared product, they are the organisation that was created first. */
describe('organisations', () => {
  let stack: RunningProduct;
  let mongo: mongoose.mongo.MongoClient;
  let operators: string;
  let operatorsKey: string;
  let operator: ApiClient;
  let tenant: SeededTenant;
  let admin: ApiClient;

  beforeAll(async () => {
    stack = await sharedStack();
    tenant = await stack.seed();
    admin = new ApiClient(stack.url, tenant.keys.admin);
    mongo = await new mongoose.mongo.MongoClient(stack.env.MONGODB_URI!).connect();
    ({ organisationId: operators, key: operatorsKey } = await makeOperatorKey(stack));
    operator = new ApiClient(stack.url, operatorsKey);
    // The first one may be that of this file.
    if (operators === tenant.organisationId) {
      tenant = await stack.seed();
      admin = new ApiClient(stack.url, tenant.keys.admin);
    }
  }, 60_000);
  afterAll(() => mongo?.close());

  const signIn = ({ email, password }: { email: string; password: string }): Promise<Response> =>
    postJson(`${stack.url}/v1/session`, { email, password });
  const codeOf = async (response: Response): Promise<string> => ((await response.json()) as Problem).code;
  const tokenOf = (link: string): string => new URLSearchParams(new URL(link).hash.slice(1)).get('invitation')!;
  const commandLine = async (...args: string[]): Promise<string> => {
    const env = { CONTACTS_URL: stack.url, CONTACTS_API_KEY: operatorsKey };
    return (await runCli(['organisations', ...args], env)).output;
  };
  const suspend = (id: string) => operator.post<Organisation>(`/v1/organisations/${id}/suspend`, {});
  const resume = (id: string) => operator.post<Organisation>(`/v1/organisations/${id}/resume`, {});

  it('are for operators only', async () => {
    for (const [method, path] of [
      ['GET', ''],
      ['POST', ''],
      ['PATCH', `/${operators}`],
      ['POST', `/${operators}/suspend`],
      ['POST', `/${operators}/resume`],
      ['POST', `/${operators}/administrator`],
    ] as const)
      expect(await codeOf(await admin.request(`/v1/organisations${path}`, { method }))).toBe('not_allowed');
    expect(await admin.get<Me>('/v1/me')).not.toHaveProperty('operator');
    expect(await operator.get<Me>('/v1/me')).toMatchObject({ operator: true });
  });

  it('are made and renamed; their first administrator is invited, and invites the others', async () => {
    const made = await operator.post<Organisation>('/v1/organisations', { name: 'Second Ltd' });
    expect(made).toMatchObject({ name: 'Second Ltd', suspendedAt: null, members: 0 });
    const path = `/v1/organisations/${made.id}`;
    expect(await operator.patch<Organisation>(path, { name: 'Second SL' })).toMatchObject({ name: 'Second SL' });
    const { items } = await operator.all<Organisation>('/v1/organisations');
    expect(items).toContainEqual({ ...made, name: 'Second SL' });
    expect(items.find(({ id }) => id === tenant.organisationId)).toMatchObject({ members: 1, suspendedAt: null });

    const email = `first-${made.id}@test.example`;
    const { link } = await operator.post<NewInvitation>(`${path}/administrator`, { email });
    const accepted = await postJson(`${stack.url}/v1/invitations/accept`, {
      token: tokenOf(link),
      name: 'First',
      password: 'correct horse battery staple',
    });
    expect(await accepted.json()).toMatchObject({ role: 'admin', organisation: { id: made.id, name: 'Second SL' } });
    await expect(operator.post(`${path}/administrator`, { email: 'x@test.example' })).rejects.toThrow('has_members');
    const { items: entries } = await operator.get<Page<AuditEntry>>('/v1/audit');
    expect(entries.filter(({ targets }) => targets.includes(made.id)).map(({ action }) => action)).toEqual([
      'organisation.administrator_invited',
      'organisation.changed',
      'organisation.created',
    ]);
  });

  it('are made, suspended and limited on the command line', async () => {
    const made = await commandLine('create', 'Third Ltd', '--administrator', 'third@test.example');
    expect(made).toMatch(/Third Ltd {2}· {2}0 members {2}· {2}in use\n[^]*\/welcome#invitation=[\w-]{43}/);
    const id = made.split(' ')[0]!;
    expect(await commandLine('suspend', id)).toContain('suspended since');
    expect(await commandLine('list')).toMatch(new RegExp(`${id} .*Third Ltd.*suspended since`));
    const limits = await commandLine('limit', id, '--contacts', '5', '--storage-bytes', 'none');
    expect(limits).toMatch(/contacts: 0 of 5\n[^]*storageBytes: 0 of no limit of its own/);
    expect(await commandLine('limit', id)).toBe(limits);
    expect(await commandLine('invite', id, 'nobody')).toMatch(/^It was not done: .*invalid_request/);
  }, 60_000);

  it('that do not exist are not found, bad names are refused, and the operators’ own stays', async () => {
    const unknown = `/v1/organisations/${newId()}`;
    for (const step of ['suspend', 'resume'])
      await expect(operator.post(`${unknown}/${step}`, {})).rejects.toThrow('organisation_not_found');
    await expect(operator.patch(unknown, { name: 'x' })).rejects.toThrow('organisation_not_found');
    await expect(operator.post(`${unknown}/administrator`, { email: 'x@test.example' })).rejects.toThrow(
      'organisation_not_found',
    );
    for (const body of [{}, { name: ' ' }, { name: { $ne: 1 } }, { name: 'x', suspendedAt: null }])
      await expect(operator.post('/v1/organisations', body)).rejects.toThrow('invalid_request');
    await expect(operator.patch(`/v1/organisations/${tenant.organisationId}`, {})).rejects.toThrow('invalid_request');
    await expect(suspend(operators)).rejects.toThrow('operators_organisation');
  });

  it('that are suspended let nobody in and do nothing, lose nothing, and go on when resumed', async () => {
    const { organisationId } = tenant;
    const [accountId] = tenant.accounts.map(({ id }) => id);
    const imports = mongo.db().collection<{ _id: string }>('imports');
    const campaigns = mongo.db().collection<{ _id: string }>('campaigns');
    const cookie = cookieOf(await signIn(tenant.user));
    await admin.importFile(accountId!, peopleCsv(4));
    const waiting = async (): Promise<string> => {
      const { id } = await admin.upload(accountId!, peopleCsv(9), { start: 'confirm' });
      await eventually('it waits', async () =>
        expect((await admin.get<Import>(`/v1/imports/${id}`)).status).toBe('ready'),
      );
      return id;
    };
    const [ready, running] = [await waiting(), await waiting()];
    const receiver = await WebhookReceiver.start();
    await admin.post<NewWebhook>('/v1/webhooks', { url: receiver.url, events: ['ImportFinished'] });
    const { id: campaignId } = await admin.post<Campaign>('/v1/campaigns', {
      name: 'x',
      accountId,
      segment: { tag: ['dog'] },
    });
    const at = Date.now() + 3_000;
    await admin.post(`/v1/campaigns/${campaignId}/schedule`, { scheduledAt: new Date(at).toISOString() });
    // As if an importer were applying it.
    await imports.updateOne({ _id: running }, { $set: { status: 'importing', startedAt: new Date() } });

    const { suspendedAt } = await suspend(organisationId);
    expect((await suspend(organisationId)).suspendedAt).toBe(suspendedAt);
    await eventually('nobody gets in', async () => {
      const refused = await admin.request('/v1/contacts');
      expect([refused.status, await codeOf(refused)]).toEqual([403, 'organisation_suspended']);
    });
    expect(await codeOf(await fetch(`${stack.url}/v1/me`, { headers: { cookie } }))).toBe('organisation_suspended');
    const refused = await signIn(tenant.user);
    expect([refused.status, await codeOf(refused)]).toEqual([403, 'organisation_suspended']);
    const error = { code: 'organisation_suspended/import' };
    await eventually('its imports end', async () => {
      expect(await imports.findOne({ _id: ready })).toMatchObject({ status: 'cancelled', error });
      expect(await imports.findOne({ _id: running })).toMatchObject({ cancelRequested: true, error });
    });
    await imports.deleteOne({ _id: running });
    await eventually('its time has come', async () => expect(Date.now()).toBeGreaterThan(at + 1_000));
    expect(await campaigns.findOne({ _id: campaignId })).toMatchObject({ state: 'scheduled', freezeId: null });
    expect(receiver.received).toEqual([]);

    expect(await resume(organisationId)).toMatchObject({ suspendedAt: null });
    const made = await eventually('they get in', () => admin.get<Import>(`/v1/imports/${ready}`));
    expect(made).toMatchObject({ status: 'cancelled', error: { code: 'organisation_suspended' } });
    expect((await admin.contacts(`accountId=${accountId}`)).count.value).toBe(4);
    await eventually('the campaign starts', async () =>
      expect(await admin.get(`/v1/campaigns/${campaignId}`)).toMatchObject({ state: 'audience_frozen' }),
    );
    await eventually('the webhook is told', async () => expect(receiver.taken).not.toEqual([]));
    await receiver.goAway();
  }, 60_000);

  it('have limits that operators set, each with a clear error when it is met, and the usage beside', async () => {
    const limited = await stack.seed();
    const api = new ApiClient(stack.url, limited.keys.admin);
    const accountId = limited.accounts[0]!.id;
    const path = `/v1/organisations/${limited.organisationId}`;
    const none = { contacts: null, openImports: null, requestsPerMinute: null, storageBytes: null };
    const limits = async (change: object) => (await operator.patch<Organisation>(path, { limits: change })).limits;
    await api.importFile(accountId, peopleCsv(3));
    const { storageBytes, ...usage } = await operator.get<OrganisationUsage>(`${path}/usage`);
    expect(usage).toEqual({ contacts: 3, openImports: 0, requestsPerMinute: expect.any(Number) });
    expect(usage.requestsPerMinute).toBeGreaterThan(0);
    expect(storageBytes).toBe(Buffer.byteLength(peopleCsv(3)));

    const contacts = `/v1/accounts/${accountId}/contacts`;
    expect(await limits({ contacts: 3 })).toEqual({ ...none, contacts: 3 });
    await expect(api.post(contacts, { phone: '34600111222', name: 'New' })).rejects.toThrow('too_many_contacts');
    await expect(api.upload(accountId, peopleCsv(4))).rejects.toThrow('too_many_contacts');
    expect(await api.post(contacts, { phone: '34600000000', name: 'Known' })).toMatchObject({ name: 'Known' });
    await limits({ contacts: 4 });
    await api.post(contacts, { phone: '34600111222', name: 'New' });

    expect(await limits({ contacts: null, storageBytes })).toEqual({ ...none, storageBytes });
    await expect(api.upload(accountId, peopleCsv(4))).rejects.toThrow('storage_full');
    await expect(api.post('/v1/exports', { filter: { accountId } })).rejects.toThrow('storage_full');
    await limits({ storageBytes: null, openImports: 1 });
    const { id } = await api.upload(accountId, peopleCsv(4), { start: 'confirm' });
    await expect(api.upload(accountId, peopleCsv(5))).rejects.toThrow('too_many_open_imports');
    await eventually('it waits', async () => expect((await api.get<Import>(`/v1/imports/${id}`)).status).toBe('ready'));

    await limits({ openImports: null, requestsPerMinute: 5 });
    await eventually('the limit holds', () => expect(api.get('/v1/me')).rejects.toThrow('too_many_requests'));
    expect(await admin.get<Me>('/v1/me')).toBeDefined();
    await limits({ requestsPerMinute: null });
    await eventually('it is off', () => api.get('/v1/me'));
    for (const bad of [{ contacts: 0 }, { contacts: 1.5 }, { contacts: '5' }, { people: 5 }, { $set: 5 }])
      await expect(limits(bad)).rejects.toThrow('invalid_request');
    await expect(operator.get(`/v1/organisations/${newId()}/usage`)).rejects.toThrow('organisation_not_found');
    expect(await codeOf(await admin.request(`${path}/usage`))).toBe('not_allowed');
  }, 60_000);

  it('that are suspended are not entered by somebody who belongs to another one', async () => {
    const [here, there] = [await stack.seed(), await stack.seed()];
    const { link } = await new ApiClient(stack.url, there.keys.admin).post<NewInvitation>('/v1/members', {
      email: here.user.email,
      role: 'editor',
    });
    const before = cookieOf(await signIn(here.user));
    const as = (cookie: string, path: string, body: unknown): Promise<Response> =>
      fetch(`${stack.url}/v1${path}`, {
        method: 'POST',
        headers: { ...PAGE_HEADERS, cookie },
        body: JSON.stringify(body),
      });
    expect((await as(before, '/invitations/accept-as-me', { token: tokenOf(link) })).status).toBe(200);
    await suspend(there.organisationId);
    const again = await signIn(here.user);
    expect(await again.json()).toMatchObject({ organisation: { id: here.organisationId }, role: 'admin' });
    await eventually('it is not entered', async () => {
      const { organisationId } = there;
      expect(await codeOf(await as(cookieOf(again), '/session/organisation', { organisationId }))).toBe(
        'organisation_suspended',
      );
    });
    await suspend(here.organisationId);
    expect((await signIn(here.user)).status).toBe(403);
  });
});
