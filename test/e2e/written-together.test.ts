import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import { randomBytes, randomUUID } from 'node:crypto';
import type { Campaign, ImportStatus, NewApiKey, NewInvitation, NewWebhook } from '#contracts';
import { ApiClient } from '../support/api.js';
import { cookieOf } from '../support/page-session.js';
import { startStack, type SeededTenant, type Stack } from '../support/stack.js';

const PASSWORD = 'correct horse battery staple';
/** An audit entry with this request id exists, and an index allows no second one. */
const TAKEN = 'taken-request-id';

interface Call {
  method: 'POST' | 'PATCH' | 'DELETE';
  path: string;
  body?: object;
  cookie?: string;
}

/**
 * A change and its audit entry are stored together, and so are the parts of a change. The audit entry is written last,
 * so everything before it must be gone when it cannot be stored.
 */
describe('what the gateway writes together', () => {
  let stack: Stack;
  let tenant: SeededTenant;
  let mongo: mongoose.mongo.MongoClient;
  let db: mongoose.mongo.Db;
  let admin: ApiClient;

  beforeAll(async () => {
    const env = { ENCRYPTION_KEY: randomBytes(32).toString('base64') };
    stack = await startStack({ services: ['gateway'], env });
    mongo = await new mongoose.mongo.MongoClient(stack.env.MONGODB_URI!).connect();
    db = mongo.db();
    await db.collection('audit').createIndex({ requestId: 1 }, { unique: true });
    await db.collection('audit').insertOne({ requestId: TAKEN });
  }, 60_000);
  afterAll(async () => {
    await mongo?.close();
    await stack?.stop();
  });

  const send = ({ method, path, body, cookie }: Call, requestId: string): Promise<Response> =>
    fetch(`${stack.url}/v1/${path}`, {
      method,
      headers: {
        'x-request-id': requestId,
        'x-requested-with': 'contacts',
        ...(cookie === undefined ? { authorization: `Bearer ${tenant?.keys.admin}` } : { cookie }),
        ...(body && { 'content-type': 'application/json' }),
      },
      body: body ? JSON.stringify(body) : null,
    });

  /** Everything but the audit log, and the time at which a key was used last. */
  const dump = async (): Promise<string> => {
    const names = (await db.listCollections().toArray()).map(({ name }) => name).filter((name) => name !== 'audit');
    const all: [string, unknown[]][] = [];
    for (const name of names.sort()) {
      const records = await db.collection(name).find().sort({ _id: 1 }).toArray();
      all.push([name, records.map(({ lastUsedAt: _, ...record }) => record)]);
    }
    return JSON.stringify(all, null, 1);
  };

  /** Makes the call in vain, finds nothing of it, and makes it again. */
  const isAllOrNothing = async (call: Call): Promise<Response> => {
    const before = await dump();
    expect(await (await send(call, TAKEN)).json()).toMatchObject({ code: 'internal_error' });
    expect(await dump()).toBe(before);
    const requestId = `request-${randomUUID()}`;
    const response = await send(call, requestId);
    expect(response.ok).toBe(true);
    expect(await dump()).not.toBe(before);
    expect(await db.collection('audit').countDocuments({ requestId })).toBe(1);
    return response;
  };

  const post = <T>(path: string, body: object): Promise<T> => admin.post<T>(`/v1/${path}`, body);
  const invite = async (): Promise<{ id: string; token: string }> => {
    const { id, link } = await post<NewInvitation>('members', {
      email: `${randomUUID()}@test.example`,
      role: 'editor',
    });
    return { id, token: new URLSearchParams(new URL(link).hash.slice(1)).get('invitation')! };
  };

  it('the first administrator, the organisation, the session, and the link that is used up', async () => {
    const [, token] = /\/welcome#token=([\w-]{43})/.exec(stack.readLog('gateway'))!;
    const body = { token, organisation: 'Example', name: 'Ana', email: 'ana@test.example', password: PASSWORD };
    await isAllOrNothing({ method: 'POST', path: 'first-administrator', body, cookie: '' });
  });

  describe('once an organisation is there', () => {
    beforeAll(async () => {
      tenant = await stack.seed();
      admin = new ApiClient(stack.url, tenant.keys.admin);
      await admin.get('/v1/me');
    });

    it('an import and the key of its upload', async () => {
      const imports = db.collection('imports');
      const index = await imports.createIndex({ fileName: 1 }, { unique: true });
      await imports.insertOne({ fileName: 'contacts.csv' });
      const before = await dump();
      const body = new FormData();
      body.set('accountId', tenant.accounts[1]!.id);
      body.set('file', new Blob(['id,name\n44687985632,Jane\n']), 'contacts.csv');
      const headers = { authorization: `Bearer ${tenant.keys.admin}`, 'idempotency-key': 'a-key' };
      const send = () => fetch(`${stack.url}/v1/imports`, { method: 'POST', headers, body });
      expect((await send()).status).toBe(500);
      expect(await dump()).toBe(before);
      await imports.dropIndex(index);
      await imports.deleteMany({});
      expect((await send()).status).toBe(202);
    });

    it('an invitation and the user who accepts it', async () => {
      const { token } = await invite();
      const body = { token, name: 'Li', password: PASSWORD };
      await isAllOrNothing({ method: 'POST', path: 'invitations/accept', body, cookie: '' });
    });

    it('a member who is removed and their sessions', async () => {
      const { token } = await invite();
      const accept = {
        method: 'POST',
        path: 'invitations/accept',
        body: { token, name: 'Li', password: PASSWORD },
      } as const;
      const accepted = await send({ ...accept, cookie: '' }, `request-${randomUUID()}`);
      const cookie = cookieOf(accepted);
      const { id } = (await accepted.json()) as { id: string };
      await isAllOrNothing({ method: 'PATCH', path: `members/${id}`, body: { role: 'viewer' } });
      await isAllOrNothing({ method: 'DELETE', path: `members/${id}` });
      expect((await fetch(`${stack.url}/v1/me`, { headers: { cookie } })).status).toBe(401);
    });

    it('a session, when it begins and when it ends', async () => {
      const body = { email: tenant.user.email, password: tenant.user.password };
      const response = await isAllOrNothing({ method: 'POST', path: 'session', body, cookie: '' });
      await isAllOrNothing({ method: 'DELETE', path: 'session', cookie: cookieOf(response) });
    });

    it('a number that is disconnected from WhatsApp, and its accounts', async () => {
      const { organisationId } = tenant;
      const [account] = tenant.accounts;
      const connection = {
        _id: randomUUID() as never,
        organisationId,
        businessAccountId: '1',
        checkAt: new Date('9999'),
      };
      await db.collection('whatsapp_connections').insertOne(connection);
      const connected = { connectionId: connection._id, whatsappActive: true };
      await db.collection('accounts').updateOne({ _id: account!.id as never }, { $set: connected });
      await isAllOrNothing({ method: 'DELETE', path: `whatsapp-connections/${String(connection._id)}` });
      expect(await db.collection('accounts').findOne({ _id: account!.id as never })).toMatchObject({
        status: 'inactive',
      });
    });

    it.each<[string, () => Promise<Call> | Call]>([
      ['a new key', () => ({ method: 'POST', path: 'keys', body: { name: 'x', role: 'viewer' } })],
      [
        'a revoked key',
        async () => {
          const { id } = await post<NewApiKey>('keys', { name: 'y', role: 'viewer' });
          return { method: 'DELETE', path: `keys/${id}` };
        },
      ],
      ['an invitation', () => ({ method: 'POST', path: 'members', body: { email: 'b@test.example', role: 'viewer' } })],
      ['a withdrawn invitation', async () => ({ method: 'DELETE', path: `invitations/${(await invite()).id}` })],
      [
        'a new account',
        () => {
          const body = { phoneNumber: '442079460123', phoneNumberId: '77', displayName: 'Seventy-seven' };
          return { method: 'POST', path: 'accounts', body };
        },
      ],
      [
        'a changed account',
        () => ({ method: 'PATCH', path: `accounts/${tenant.accounts[1]!.id}`, body: { displayName: 'New' } }),
      ],
      [
        'a campaign',
        () => ({ method: 'POST', path: 'campaigns', body: { name: 'A', accountId: tenant.accounts[1]!.id } }),
      ],
      [
        'a changed campaign',
        async () => ({ method: 'PATCH', path: `campaigns/${await campaign()}`, body: { name: 'B' } }),
      ],
      ['a cancelled campaign', async () => ({ method: 'POST', path: `campaigns/${await campaign()}/cancel` })],
      ['a webhook', () => ({ method: 'POST', path: 'webhooks', body: WEBHOOK })],
      [
        'a changed webhook',
        async () => ({ method: 'PATCH', path: `webhooks/${await webhook()}`, body: { description: 'x' } }),
      ],
      ['a removed webhook', async () => ({ method: 'DELETE', path: `webhooks/${await webhook()}` })],
      ['an export', () => ({ method: 'POST', path: 'exports', body: filter() })],
      ['a tag change', () => ({ method: 'POST', path: 'tag-changes', body: { ...filter(), add: ['vip'] } })],
      [
        'a replay',
        () => ({ method: 'POST', path: 'replays', body: { accountId: tenant.accounts[1]!.id, to: 'campaigns' } }),
      ],
      [
        'a cancelled order',
        async () => {
          const { id } = await post<{ id: string }>('tag-changes', { ...filter(), add: ['vip'] });
          return { method: 'POST', path: `tag-changes/${id}/cancel` };
        },
      ],
      [
        'an import that is started, and its turn',
        async () => ({ method: 'POST', path: `imports/${await upload('ready')}/start` }),
      ],
      [
        'an import that is cancelled, and its turn',
        async () => ({ method: 'POST', path: `imports/${await upload('uploaded')}/cancel` }),
      ],
      ['a discarded letter', async () => ({ method: 'DELETE', path: `dead-letters/${await letter({})}` })],
      [
        'a replayed letter, and its event',
        async () => ({ method: 'POST', path: `dead-letters/${await letter({ payload: '{}' })}/replay` }),
      ],
      [
        'a replayed letter, its batch and its import',
        async () => {
          const importId = await upload('completed_with_errors');
          const batch = { importId, n: 0, outcome: null, failed: { reason: 'a test', at: new Date() } };
          await db.collection('import_batches').insertOne({ _id: `${importId}/000000` as never, ...batch });
          const id = await letter({ event: 'ContactUpserted', importId, batch: 0 });
          return { method: 'POST', path: `dead-letters/${id}/replay` };
        },
      ],
    ])('%s, and the audit entry', async (_, prepare) => {
      await isAllOrNothing(await prepare());
    });
  });

  const WEBHOOK = { url: 'http://127.0.0.1:9/', events: ['ContactChanged'] };
  const filter = () => ({ filter: { accountId: tenant.accounts[1]!.id } });
  const webhook = async () => (await post<NewWebhook>('webhooks', WEBHOOK)).id;
  const campaign = async () => (await post<Campaign>('campaigns', { name: 'C', accountId: tenant.accounts[1]!.id })).id;
  const letter = async (fields: object): Promise<string> => {
    const _id = randomUUID();
    const { organisationId } = tenant;
    const ofEvent = { event: 'ContactChanged', subscriber: 'campaigns', importId: null, batch: null, payload: null };
    await db.collection('dead_letters').insertOne({ _id: _id as never, organisationId, ...ofEvent, ...fields });
    return _id;
  };
  /** Only the gateway runs, so nobody checks the file. */
  const upload = async (status: ImportStatus): Promise<string> => {
    const { id } = await admin.upload(tenant.accounts[1]!.id, 'id,name\n44687985632,Jane\n', { start: 'confirm' });
    await db.collection('imports').updateOne({ _id: id as never }, { $set: { status } });
    return id;
  };
});
