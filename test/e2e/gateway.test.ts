import { beforeAll, describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import { contactSchema, exportSchema, importSchema, meSchema, type Account, type Import, type Page } from '#contracts';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { followImport } from '../support/follow-import.js';
import { sharedStack, type RunningProduct, type SeededTenant } from '../support/stack.js';

const FILE = `id,name,tags,city,__proto__
44687985632,Jane Smith,"cat, dog",london,polluted
44986523145,Jane Thomas,dog,manchester,
12,Nobody,,,
`;
const FILE_WITH_BLANK_COLUMN = 'id,name,city\n44687985632,Jane Smith,\n';

describe('the gateway', () => {
  let stack: RunningProduct;
  let tenant: SeededTenant;
  let stranger: SeededTenant;
  let account: Account;
  let editor: ApiClient;

  beforeAll(async () => {
    stack = await sharedStack();
    tenant = await stack.seed();
    stranger = await stack.seed();
    account = tenant.accounts[0]!;
    editor = new ApiClient(stack.url, tenant.keys.editor);
  }, 60_000);

  const get = (address: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${stack.url}${address}`, { headers, redirect: 'manual' });

  describe('without signing in', () => {
    it('reports that it is alive, and whether MongoDB responds', async () => {
      expect(await (await get('/healthz')).json()).toEqual({ status: 'ok' });
      const checks = { mongodb: 'ok' };
      expect(await (await get('/readyz')).json()).toEqual({ status: 'ok', checks });
    });

    it('documents every route, with shapes, examples and errors', async () => {
      const document = (await (await get('/v1/openapi.json')).json()) as OpenApi;
      const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
      expect(operations.length).toBeGreaterThanOrEqual(20);
      expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
      for (const { summary, responses } of operations) {
        expect(summary).not.toBe('');
        expect(Object.keys(responses)).toEqual(expect.arrayContaining(['500', '503']));
      }
      const names = Object.keys(document.components.schemas);
      for (const [, name] of JSON.stringify(document).matchAll(/#\/components\/schemas\/(\w+)/g))
        expect(names).toContain(name);
      expect((await get('/docs')).headers.get('content-type')).toContain('text/html');
    });

    it('sends security headers, and forbids caching of API responses', async () => {
      const { headers } = await get('/v1/me');
      expect(headers.get('content-security-policy')).toContain("script-src 'self';");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('www-authenticate')).toBe('Bearer');
    });

    it('accepts a request id that is safe to log, and generates one otherwise', async () => {
      expect((await get('/v1/me', { 'x-request-id': 'trace-12345' })).headers.get('x-request-id')).toBe('trace-12345');
      expect((await get('/v1/me', { 'x-request-id': '44687985632' })).headers.get('x-request-id')).toMatch(
        /^[0-9a-f-]{36}$/,
      );
    });
  });

  describe('a session', () => {
    const page = { 'content-type': 'application/json', 'x-requested-with': 'contacts' };
    const signIn = (password: string): Promise<Response> =>
      fetch(`${stack.url}/v1/session`, {
        method: 'POST',
        headers: page,
        body: JSON.stringify({ email: tenant.user.email.toUpperCase(), password }),
      });

    it('starts with the right password, with a cookie that scripts cannot read', async () => {
      const response = await signIn(tenant.user.password);
      expect(response.headers.getSetCookie()).toEqual([
        expect.stringMatching(/^contacts_session=[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/),
        expect.stringMatching(/^contacts_device=[\w-]{43}; Max-Age=\d+; Path=\/v1\/session; HttpOnly; SameSite=Lax$/),
      ]);
      const me = meSchema.parse(await response.json());
      expect(me).toMatchObject({ kind: 'user', role: 'admin', organisation: { id: tenant.organisationId } });
      expect(await (await get('/v1/me', { cookie: cookieOf(response) })).json()).toEqual(me);
    });

    it('accepts changes only from our page, and ends for good', async () => {
      const cookie = cookieOf(await signIn(tenant.user.password));
      const body = JSON.stringify({ filter: { accountId: account.id } });
      const order = (headers: Record<string, string>): Promise<Response> =>
        fetch(`${stack.url}/v1/exports`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', cookie, ...headers },
          body,
        });
      expect(await (await order({})).json()).toMatchObject({ status: 403, code: 'csrf' });
      expect((await order(page)).status).toBe(202);

      const signOut = (headers: Record<string, string>) =>
        fetch(`${stack.url}/v1/session`, { method: 'DELETE', headers });
      expect((await signOut({ cookie })).status).toBe(403);
      expect((await signOut({ cookie, 'x-requested-with': 'contacts' })).status).toBe(204);
      expect(await (await get('/v1/me', { cookie })).json()).toMatchObject({ status: 401, code: 'not_signed_in' });
    });

    it('is stored as a hash', async () => {
      const token = cookieOf(await signIn(tenant.user.password)).split('=')[1]!;
      const mongo = await new mongoose.mongo.MongoClient(stack.env.MONGODB_URI!).connect();
      const sessions = await mongo.db().collection('sessions').find().toArray();
      await mongo.close();
      expect(sessions.length).toBeGreaterThan(0);
      expect(JSON.stringify(sessions)).not.toContain(token);
    });
  });

  it('lists only the accounts of the organisation', async () => {
    const { items } = await editor.get<Page<Account>>('/v1/accounts');
    expect(items).toEqual(tenant.accounts.map((account) => ({ ...account, country: 'GB' })));
  });

  it('a viewer reads and downloads, and changes nothing', async () => {
    const viewer = new ApiClient(stack.url, tenant.keys.viewer);
    await viewer.get('/v1/imports');
    await viewer.post('/v1/exports', { filter: { accountId: account.id } });
    await expect(viewer.upload(account.id, FILE)).rejects.toThrow('not_allowed');
    await expect(viewer.post('/v1/imports/x/start')).rejects.toThrow('not_allowed');
    await expect(viewer.post('/v1/imports/x/cancel')).rejects.toThrow('not_allowed');
  });

  describe('an import', () => {
    const reaches = (id: string, status: Import['status']): Promise<Import> =>
      eventually(`the import is ${status}`, async () => {
        const current = await editor.get<Import>(`/v1/imports/${id}`);
        expect(current.status).toBe(status);
        return current;
      });

    it('is accepted with 202, its address, and a safe file name', async () => {
      const body = new FormData();
      body.set('accountId', account.id);
      body.set('start', 'confirm');
      body.set('file', new Blob([FILE]), '../../März\u202e/Kunden\u0007 liste.csv');
      const response = await editor.request('/v1/imports', { method: 'POST', body });
      expect(response.status).toBe(202);
      const made = importSchema.strict().parse(await response.json());
      expect(response.headers.get('location')).toBe(`/v1/imports/${made.id}`);
      expect(made).toMatchObject({
        status: 'uploaded',
        fileName: 'Kunden liste.csv',
        fileSize: Buffer.byteLength(FILE),
        processed: 0,
      });
      await reaches(made.id, 'ready');
      await editor.post(`/v1/imports/${made.id}/cancel`);
    });

    it('waits for confirmation, accepts it twice, and can be followed until it ends', async () => {
      const made = await editor.upload(account.id, FILE, { start: 'confirm' });
      const events = await editor.request(`/v1/imports/${made.id}/events`);
      expect(events.headers.get('content-type')).toContain('text/event-stream');
      const seen = followImport(events);
      await eventually('the one who watches sees it ready', () => expect(seen.states).toContain('ready'));

      const ready = await editor.get<Import>(`/v1/imports/${made.id}`);
      expect(ready).toMatchObject({ rows: 3, processed: 1, waitingFor: null, secondsLeft: null });
      const [first, second] = await Promise.all([
        editor.post<Import>(`/v1/imports/${made.id}/start`, { blankColumns: 'keep' }),
        editor.post<Import>(`/v1/imports/${made.id}/start`),
      ]);
      expect([first.id, second.id]).toEqual([made.id, made.id]);

      const done = await editor.finished(made.id);
      expect(done).toMatchObject({
        status: 'completed_with_errors',
        rows: 3,
        processed: 3,
        counts: { created: 2, rejected: 1 },
      });
      await seen.ended;
      expect(seen.states.at(-1)).toBe('completed_with_errors');

      await expect(editor.post(`/v1/imports/${made.id}/start`)).rejects.toThrow('wrong_state');
      await expect(editor.post(`/v1/imports/${made.id}/cancel`)).rejects.toThrow('wrong_state');
    });

    it('lets the confirmation decide about blank columns', async () => {
      const made = await editor.upload(account.id, FILE_WITH_BLANK_COLUMN, { start: 'confirm' });
      await reaches(made.id, 'ready');
      const started = await editor.post<Import>(`/v1/imports/${made.id}/start`, { blankColumns: 'keep' });
      expect(started.options).toMatchObject({ start: 'confirm', blankColumns: 'keep' });
      await editor.finished(made.id);
      expect(await editor.get(`/v1/accounts/${account.id}/contacts/44687985632`)).toMatchObject({
        values: { city: 'london' },
      });
    });

    it('is cancelled while it waits: its rows are unprocessed, and the next one gets its turn', async () => {
      const made = await editor.upload(account.id, FILE, { start: 'confirm' });
      await reaches(made.id, 'ready');
      const cancelled = await editor.post<Import>(`/v1/imports/${made.id}/cancel`);
      expect(cancelled).toMatchObject({
        status: 'cancelled',
        rows: 3,
        processed: 1,
        counts: { rejected: 1, unprocessed: 2 },
      });
      expect(cancelled.finishedAt).not.toBeNull();
      // As a client does that got no answer.
      expect(await editor.post<Import>(`/v1/imports/${made.id}/cancel`)).toMatchObject({ status: 'cancelled' });
      expect(await editor.importFile(account.id, FILE)).toMatchObject({ status: 'completed_with_errors' });
    });

    it('offers its error file under a readable name, and none when there is none', async () => {
      const withErrors = await editor.importFile(account.id, FILE, { fileName: 'people.csv' });
      const redirect = await editor.request(`/v1/imports/${withErrors.id}/errors`);
      expect(redirect.status).toBe(302);
      const file = await fetch(redirect.headers.get('location')!);
      expect(file.headers.get('content-disposition')).toContain('filename="people-errors.csv"');
      expect(await file.text()).toContain('import_error');

      const clean = await editor.importFile(account.id, 'id,name\n44687985632,Jane Smith\n');
      await expect(editor.get(`/v1/imports/${clean.id}/errors`)).rejects.toThrow('not_found');
    });

    it('is listed newest first, page by page', async () => {
      const all = await editor.get<Page<Import>>(`/v1/imports?accountId=${account.id}`);
      const times = all.items.map(({ createdAt }) => createdAt);
      expect(times).toEqual([...times].sort().reverse());
      const ids: string[] = [];
      for (let after: string | null = ''; after !== null;) {
        const page: Page<Import> = await editor.get(`/v1/imports?limit=2${after && `&after=${after}`}`);
        expect(page.count).toEqual({ value: all.items.length, exact: true });
        ids.push(...page.items.map(({ id }) => id));
        after = page.next;
      }
      expect(ids).toEqual(all.items.map(({ id }) => id));
    });
  });

  it('a contact has the shape of the contract, whatever its values are called', async () => {
    const response = await editor.request(`/v1/accounts/${account.id}/contacts/44687985632`);
    const text = await response.text();
    contactSchema.strict().parse(JSON.parse(text));
    expect(text).toContain('"__proto__":"polluted"');
  });

  it('an export is downloaded under a readable name', async () => {
    const { record, disposition } = await editor.download(account.id, { tag: ['dog'] });
    exportSchema.strict().parse(record);
    expect(disposition).toContain(`filename="contacts-account-1-${record.createdAt.slice(0, 10)}.csv"`);
  });

  it('answers 404 to everything of another organisation, as if it were not there', async () => {
    const [anImport, anExport] = await Promise.all([
      editor.get<Page<Import>>('/v1/imports?limit=1').then(({ items }) => items[0]!.id),
      editor.get<Page<{ id: string }>>('/v1/exports?limit=1').then(({ items }) => items[0]!.id),
    ]);
    const other = new ApiClient(stack.url, stranger.keys.admin);
    for (const address of [
      `/v1/contacts?accountId=${account.id}`,
      `/v1/accounts/${account.id}/contacts/44687985632`,
      `/v1/campaigns/audience?accountId=${account.id}`,
      `/v1/imports/${anImport}`,
      `/v1/imports/${anImport}/events`,
      `/v1/imports/${anImport}/errors`,
      `/v1/exports/${anExport}`,
      `/v1/exports/${anExport}/download`,
    ]) {
      expect({ address, status: (await other.request(address)).status }).toEqual({ address, status: 404 });
    }
    for (const action of ['start', 'cancel']) {
      await expect(other.post(`/v1/imports/${anImport}/${action}`)).rejects.toThrow('import_not_found');
    }
    expect((await other.get<Page<Import>>('/v1/imports')).items).toEqual([]);
    expect((await other.contacts('')).items).toEqual([]);
  });

  it('logs who asked for which route and why it was refused, but no phone, name, query or key', async () => {
    const requestId = `log-test-${Date.now()}`;
    await editor.request(`/v1/accounts/${account.id}/contacts/44687985632?search=Jane`, {
      headers: { 'x-request-id': requestId },
    });
    const log = await eventually('the request is in the log', () => {
      const text = stack.readLog('gateway');
      expect(text).toContain(requestId);
      return text;
    });
    expect(log).toContain('"route":"/v1/accounts/:accountId/contacts/:phone"');
    const linesOf = (id: string) =>
      stack
        .readLog('gateway')
        .split('\n')
        .filter((line) => line.includes(id))
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    const { id: callerId } = await editor.get<{ id: string }>('/v1/me');
    const ours = { service: 'gateway', organisationId: tenant.organisationId, callerId };
    const [line] = linesOf(requestId);
    expect(line).toMatchObject({ ...ours, level: 'info', method: 'GET', status: 200, msg: 'request' });
    // In UTC.
    expect(new Date(String(line!.time)).toISOString()).toBe(line!.time);

    // What somebody tries is seen, with the reason for which it was refused.
    const tries = {
      not_signed_in: () => get('/v1/me', { 'x-request-id': `${requestId}-not_signed_in` }),
      not_allowed: () => editor.request('/v1/keys', { headers: { 'x-request-id': `${requestId}-not_allowed` } }),
      invalid_request: () =>
        editor.request('/v1/contacts?accountId[$ne]=1', {
          headers: { 'x-request-id': `${requestId}-invalid_request` },
        }),
    };
    for (const [code, attempt] of Object.entries(tries)) {
      const { status } = await attempt();
      const [refused] = await eventually('the refusal is in the log', () => {
        const lines = linesOf(`${requestId}-${code}`);
        expect(lines).toHaveLength(1);
        return lines;
      });
      expect(refused).toMatchObject({ code, status, ...(code !== 'not_signed_in' && ours) });
    }
    for (const secret of ['44687985632', 'Jane', tenant.keys.editor, tenant.user.email, tenant.user.password]) {
      expect(log).not.toContain(secret);
    }
  });
});

interface OpenApi {
  paths: Record<string, Record<string, { operationId: string; summary: string; responses: object }>>;
  components: { schemas: object };
}

function cookieOf(response: Response): string {
  return response.headers.get('set-cookie')!.split(';')[0]!;
}
