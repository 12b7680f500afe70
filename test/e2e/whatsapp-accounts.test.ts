import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import { randomBytes } from 'node:crypto';
import { whatsappConnectionSchema, type Account, type Page, type WhatsappConnection } from '#contracts';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { GraphApiStandIn } from '../support/graph-api.js';
import { startStack, type SeededTenant, type Stack } from '../support/stack.js';

const BUSINESS = '102290129340398';
const connect = { businessAccountId: BUSINESS, token: 'good-token' };

describe('WhatsApp accounts', () => {
  let stack: Stack;
  let graph: GraphApiStandIn;
  let tenant: SeededTenant;
  let admin: ApiClient;

  beforeAll(async () => {
    graph = await GraphApiStandIn.start();
    stack = await startStack({
      services: ['gateway'],
      env: {
        GRAPH_API_URL: graph.url,
        ENCRYPTION_KEY: randomBytes(32).toString('base64'),
        WHATSAPP_CHECK_SECONDS: '1',
      },
    });
  }, 60_000);
  afterAll(async () => {
    await stack?.stop();
    graph?.stop();
  });
  beforeEach(async () => {
    tenant = await stack.seed({ accounts: [] });
    admin = new ApiClient(stack.url, tenant.keys.admin);
    graph.refusal = null;
    graph.tokens = new Set(['good-token']);
    graph.numbers = [1, 2, 3, 4, 5].map((n) => ({
      id: `10654035224290${n}`,
      display_phone_number: `+1 631-555-000${n}`,
      verified_name: `Shop ${n}`,
      status: n === 5 ? 'BANNED' : 'CONNECTED',
    }));
  });

  const accounts = async (): Promise<Account[]> => (await admin.get<Page<Account>>('/v1/accounts')).items;
  const connection = async (): Promise<WhatsappConnection> =>
    (await admin.get<Page<WhatsappConnection>>('/v1/whatsapp-connections')).items[0]!;
  const patch = async (
    id: string,
    body: unknown,
  ): Promise<{ status: number; body: Partial<Account> & { code?: string } }> => {
    const init = { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const response = await admin.request(`/v1/accounts/${id}`, init);
    return { status: response.status, body: (await response.json()) as Partial<Account> };
  };
  const statusOf = (n: number, status: string): Promise<unknown> =>
    eventually(`number ${n} is ${status}`, async () => {
      const account = (await accounts()).find(({ phoneNumberId }) => phoneNumberId.endsWith(String(n)));
      expect(account?.status).toBe(status);
    });
  const stateIs = (state: string): Promise<WhatsappConnection> =>
    eventually(`the connection is ${state}`, async () => {
      const current = await connection();
      expect(current.state).toBe(state);
      return current;
    });

  it('connecting reads all numbers, page by page, and stores the token encrypted', async () => {
    await expect(admin.upload(newUuid(), 'id,name\n')).rejects.toThrow('no_active_account');
    const made = whatsappConnectionSchema
      .strict()
      .parse(await admin.post<WhatsappConnection>('/v1/whatsapp-connections', connect));
    expect(made).toMatchObject({ businessAccountId: BUSINESS, state: 'connected', detail: null });
    expect(graph.requests.every((request) => !request.includes('token'))).toBe(true);
    const listed = await accounts();
    expect(listed).toHaveLength(5);
    expect(listed[0]).toMatchObject({
      phoneNumber: '16315550001',
      phoneNumberId: '106540352242901',
      displayName: 'Shop 1',
      status: 'active',
    });
    expect(listed[4]).toMatchObject({ status: 'inactive' });
    expect((await admin.upload(listed[0]!.id, 'id,name\n44687985632,Jane\n')).status).toBe('uploaded');

    const mongo = await new mongoose.mongo.MongoClient(stack.env.MONGODB_URI!).connect();
    const stored = JSON.stringify(await mongo.db().collection('whatsapp_connections').find().toArray());
    await mongo.close();
    expect(stored).toContain('v1.');
    expect(stored).not.toContain('good-token');
    expect(stack.readLog('gateway')).not.toContain('good-token');
  });

  it('connecting again replaces the token and creates nothing twice; disconnecting keeps the accounts, inactive', async () => {
    const first = await admin.post<WhatsappConnection>('/v1/whatsapp-connections', connect);
    graph.tokens.add('newer-token');
    const again = await admin.post<WhatsappConnection>('/v1/whatsapp-connections', {
      ...connect,
      token: 'newer-token',
    });
    expect(again.id).toBe(first.id);
    expect(await accounts()).toHaveLength(5);
    const remove = () => admin.request(`/v1/whatsapp-connections/${first.id}`, { method: 'DELETE' });
    expect((await remove()).status).toBe(204);
    expect((await remove()).status).toBe(404);
    expect((await accounts()).map(({ status }) => status)).toEqual(Array(5).fill('inactive'));
  });

  it('status follows WhatsApp; a name and an "inactive" set by a user stay', async () => {
    await admin.post('/v1/whatsapp-connections', connect);
    const [first, second] = (await accounts()) as [Account, Account];
    expect(await patch(first.id, { displayName: 'Sales' })).toMatchObject({
      status: 200,
      body: { displayName: 'Sales' },
    });
    expect(await patch(second.id, { status: 'inactive' })).toMatchObject({ status: 200, body: { status: 'inactive' } });
    graph.numbers[0]!.status = 'DISCONNECTED';
    graph.numbers[4]!.status = 'CONNECTED';
    const gone = graph.numbers.splice(2, 1)[0]!;
    await statusOf(1, 'inactive');
    await statusOf(5, 'active');
    await statusOf(3, 'inactive');
    const now = await accounts();
    expect(now.find(({ id }) => id === first.id)).toMatchObject({ displayName: 'Sales' });
    expect(now.find(({ id }) => id === second.id)).toMatchObject({ status: 'inactive' });
    expect(await patch(first.id, { status: 'active' })).toMatchObject({ status: 409, body: { code: 'wrong_state' } });
    expect(await patch(second.id, { status: 'active' })).toMatchObject({ status: 200, body: { status: 'active' } });
    graph.numbers.push(gone);
    await statusOf(3, 'active');
  }, 60_000);

  it('an expired token is reported, removes no account, and is fixed by connecting again', async () => {
    await admin.post('/v1/whatsapp-connections', connect);
    graph.tokens = new Set(['newer-token']);
    expect((await stateIs('token_expired')).detail).toContain('connect again');
    expect((await accounts()).filter(({ status }) => status === 'active')).toHaveLength(4);
    await admin.post('/v1/whatsapp-connections', { ...connect, token: 'newer-token' });
    expect(await connection()).toMatchObject({ state: 'connected', detail: null });
  }, 60_000);

  it('requests are retried while WhatsApp is down, and after a rate limit only when it allows it', async () => {
    await admin.post('/v1/whatsapp-connections', connect);
    for (const refusal of ['broken', 'garbage'] as const) {
      graph.refusal = refusal;
      await stateIs('unreachable');
      graph.refusal = null;
      await stateIs('connected');
    }
    graph.refusal = 'limited';
    await stateIs('rate_limited');
    const mongo = await new mongoose.mongo.MongoClient(stack.env.MONGODB_URI!).connect();
    const [stored] = await mongo
      .db()
      .collection('whatsapp_connections')
      .find({ organisationId: tenant.organisationId })
      .toArray();
    await mongo.close();
    expect((stored!.checkAt as Date).getTime()).toBeGreaterThan(Date.now() + 60_000);
  }, 60_000);

  it.each([
    ['expired', 422, 'whatsapp_refused'],
    ['forbidden', 422, 'whatsapp_refused'],
    ['limited', 503, 'whatsapp_away'],
    ['broken', 503, 'whatsapp_away'],
    ['garbage', 503, 'whatsapp_away'],
  ] as const)('connecting stores nothing when the answer is: %s', async (refusal, status, code) => {
    graph.refusal = refusal;
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(connect) };
    const response = await admin.request('/v1/whatsapp-connections', init);
    expect(await response.json()).toMatchObject({ status, code });
    if (refusal === 'limited') expect(response.headers.get('retry-after')).toBe('120');
    expect(await connection()).toBeUndefined();
    expect(await accounts()).toEqual([]);
  });

  it('administrators can create an account by hand, once for each number', async () => {
    const body = { phoneNumber: '34911222333', phoneNumberId: '7', displayName: 'Madrid' };
    const made = await admin.post<Account>('/v1/accounts', body);
    expect(made).toMatchObject({ ...body, status: 'active' });
    await expect(admin.post('/v1/accounts', body)).rejects.toThrow('account_exists');
    expect(await patch(made.id, { status: 'inactive' })).toMatchObject({ body: { status: 'inactive' } });
    expect(await patch(made.id, { status: 'active' })).toMatchObject({ body: { status: 'active' } });
    await expect(new ApiClient(stack.url, tenant.keys.editor).post('/v1/accounts', body)).rejects.toThrow(
      'not_allowed',
    );
  });

  it('accounts have random ids, which do not tell when they were created, and are listed oldest first', async () => {
    const made: Account[] = [];
    for (let n = 0; n < 6; n++) {
      const body = { phoneNumber: `3491122234${n}`, phoneNumberId: `8${n}`, displayName: `Number ${n}` };
      made.push(await admin.post<Account>('/v1/accounts', body));
    }
    for (const { id } of made) expect(id[14]).toBe('4'); // the version
    expect(await accounts()).toEqual(made);
  });

  it.each([
    ['a path in place of an id', { businessAccountId: '../me', token: 'x' }],
    ['an operator in place of a token', { businessAccountId: BUSINESS, token: { $ne: 1 } }],
    ['a list in place of an id', { businessAccountId: [BUSINESS], token: 'x' }],
  ])('%s is refused', async (_, body) => {
    await expect(admin.post('/v1/whatsapp-connections', body)).rejects.toThrow('invalid_request');
  });
});

function newUuid(): string {
  return '01a20824-17cd-72d9-9c3e-f3b500fbb226';
}
