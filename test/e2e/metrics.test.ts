import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { QUEUES, SERVICES, type Contact, type Import, type TagChange } from '#contracts';
import { freePort } from '../../tools/local-services/free-port.js';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { peopleCsv } from '../support/people.js';
import { startStack, type SeededTenant, type Stack } from '../support/stack.js';

type Stored = Record<string, unknown> & { _id: string };

const TOKEN = 'a token for the metrics';
const HOUR_MS = 3_600_000;
const ROWS = 30;
/** The last row has no phone, and the one before it is a duplicate of the first. */
const FILE = `${peopleCsv(ROWS)}\n34600000000,Person 0,cat,male,London\nnobody,Nobody,cat,male,London`;

/** The labels of these name a command of ours. Which ones are sent depends on what happens at the same time. */
const COMMANDS =
  /^contacts_(mongodb|redis)_command_duration_seconds_\w+\{(le="[\d.+Inf]+",)?command="[a-zA-Z]+",outcome="(ok|error)"\}$/;

/** All services in one process, so one port shows the metrics of all. */
describe('the metrics', () => {
  let stack: Stack;
  let url: string;

  beforeAll(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}/metrics`;
    stack = await startStack({
      services: ['all'],
      env: {
        METRICS_PORT: String(port),
        METRICS_TOKEN: TOKEN,
        // What this file puts into the database stays as it is.
        SWEEP_SECONDS: '3600',
        ENCRYPTION_KEY: randomBytes(32).toString('base64'),
      },
    });
  }, 60_000);
  afterAll(() => stack?.stop());

  const scrape = async (): Promise<Map<string, number>> => {
    const response = await fetch(url, { headers: { authorization: `Bearer ${TOKEN}` } });
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      expect.stringContaining('text/plain; version=0.0.4'),
    ]);
    const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    return new Map(
      lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
    );
  };

  it('are refused without the token, and are not on the public port', async () => {
    const withHeaders = async (headers: Record<string, string>) => (await fetch(url, { headers })).status;
    expect(await withHeaders({})).toBe(401);
    expect(await withHeaders({ authorization: 'Bearer wrong' })).toBe(401);
    expect(await withHeaders({ authorization: `Bearer ${TOKEN}` })).toBe(200);
    const refusal = await fetch(url);
    expect(refusal.headers.get('www-authenticate')).toBe('Bearer');
    expect(await refusal.text()).toContain('METRICS_TOKEN');
    expect((await fetch(url.replace('/metrics', '/'))).status).toBe(404);
    const { status, headers } = await fetch(`${stack.url}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } });
    expect([status, headers.get('content-type')]).toEqual([404, expect.stringContaining('problem+json')]);
  });

  it('show the state of the whole installation: dead letters, backlogs, imports that stand still', async () => {
    const connection = await mongoose.createConnection(stack.env.MONGODB_URI!).asPromise();
    const ago = new Date(Date.now() - HOUR_MS);
    try {
      const event = { event: 'ContactChanged', payload: Buffer.from('{}'), pending: ['campaigns'], createdAt: ago };
      await connection.collection<Stored>('outbox').insertOne({ _id: uuidv7(), version: 99, ...event });
      const letter = { event: 'ImportFinished', subscriber: 'webhooks', deliveryId: 'one', organisationId: null };
      await connection.collection<Stored>('dead_letters').insertOne({ _id: uuidv7(), ...letter });
      const accountId = uuidv7();
      const [runs, waits] = [uuidv7(), uuidv7()];
      const fields = { accountId, status: 'importing', createdAt: ago, startedAt: ago, rowsPerSecond: 0 };
      await connection
        .collection<Stored>('imports')
        .insertMany([runs, waits].map((_id) => ({ _id, ...fields, updatedAt: new Date() })));
      await connection.collection<Stored>('import_queues').insertOne({ _id: accountId, importIds: [runs, waits] });
    } finally {
      await connection.close();
    }
    // What was read is shown for five seconds.
    const shown = await eventually('the state is read again', async () => {
      const values = await scrape();
      expect(Object.fromEntries(values)).toMatchObject({
        'contacts_imports{status="importing"}': 2,
        'contacts_dead_letters{queue="ImportFinished.webhooks"}': 1,
        'contacts_dead_letters{queue="ContactChanged.campaigns"}': 0,
        'contacts_outbox_events{event="ContactChanged",subscriber="campaigns"}': 1,
        'contacts_outbox_lag_seconds{event="ContactChanged",subscriber="webhooks"}': 0,
        'contacts_imports_stalled{status="importing"}': 1,
        'contacts_imports_stalled{status="checking"}': 0,
      });
      return values;
    });
    for (const name of [
      'contacts_outbox_lag_seconds{event="ContactChanged",subscriber="campaigns"}',
      'contacts_imports_oldest_seconds{status="importing"}',
    ])
      expect(shown.get(name)).toBeGreaterThanOrEqual(HOUR_MS / 1000);
    for (const source of ['queues', 'dead_letters', 'outbox', 'imports'])
      expect(shown.get(`contacts_state_read_success{source="${source}"}`)).toBe(1);
    for (const queue of QUEUES) expect(shown.has(`contacts_queue_jobs{queue="${queue}",state="waiting"}`)).toBe(true);
    for (const service of SERVICES) expect(shown.get(`contacts_service_started{service="${service}"}`)).toBe(1);
    expect([...shown.keys()]).toContainEqual(
      expect.stringMatching(/^contacts_build_info\{version="\d.*program="all"\}$/),
    );
  });

  it('count what was done, and have no label that grows with customers', async () => {
    const before = await scrape();
    const first = await work(await stack.seed());
    const after = await quiet();
    const increase = (name: string) => (after.get(name) ?? 0) - (before.get(name) ?? 0);
    expect(first.counts).toMatchObject({ created: ROWS, duplicate: 1, rejected: 1 });
    expect(increase('contacts_import_rows_checked_total{outcome="good"}')).toBe(2 * ROWS);
    expect(increase('contacts_import_rows_checked_total{outcome="duplicate"}')).toBe(2);
    expect(increase('contacts_import_rows_checked_total{outcome="rejected"}')).toBe(2);
    expect(increase('contacts_import_rows_applied_total{outcome="created"}')).toBe(ROWS);
    expect(increase('contacts_imports_finished_total{status="completed_with_errors"}')).toBe(1);
    expect(increase('contacts_imports_finished_total{status="cancelled"}')).toBe(1);
    expect(increase('contacts_order_duration_seconds_count{kind="exports",status="completed"}')).toBe(1);
    expect(increase('contacts_order_duration_seconds_count{kind="tag-changes",status="completed"}')).toBe(1);
    expect(
      increase('contacts_http_request_duration_seconds_count{method="POST",route="/v1/imports",status="202"}'),
    ).toBe(2);
    expect(increase('contacts_queue_attempts_total{queue="ContactUpserted.contacts",outcome="done"}')).toBe(1);
    for (const name of [
      'contacts_mongodb_command_duration_seconds_count{command="insert",outcome="ok"}',
      'contacts_redis_command_duration_seconds_count{command="evalsha",outcome="ok"}',
      'contacts_s3_request_duration_seconds_count{operation="PutObject",outcome="ok"}',
    ])
      expect(increase(name)).toBeGreaterThan(0);

    await work(await stack.seed());
    const later = await quiet();
    const ours = (values: Map<string, number>) =>
      [...values.keys()].filter((name) => name.startsWith('contacts_') && !COMMANDS.test(name)).sort();
    expect(ours(later)).toEqual(ours(after));
  });

  /** Some of everything that an organisation does. */
  async function work(tenant: SeededTenant): Promise<Import> {
    const api = new ApiClient(stack.url, tenant.keys.admin);
    const accountId = tenant.accounts[0]!.id;
    const done = await api.importFile(accountId, FILE, { fileName: `${tenant.organisationId}.csv` });
    const asked = await api.upload(accountId, FILE, { start: 'confirm' });
    await eventually('the file is checked', async () =>
      expect((await api.get<Import>(`/v1/imports/${asked.id}`)).status).toBe('ready'),
    );
    // Repeated, as by a client that got no answer. It ends once.
    for (let times = 0; times < 2; times++) await api.post(`/v1/imports/${asked.id}/cancel`);
    await api.post<Contact>(`/v1/accounts/${accountId}/contacts`, { phone: '44687985632', name: 'Jane' });
    const { id } = await api.post<TagChange>('/v1/tag-changes', { filter: { accountId }, add: [`tag ${accountId}`] });
    await eventually('the tag change completes', async () =>
      expect((await api.get<TagChange>(`/v1/tag-changes/${id}`)).status).toBe('completed'),
    );
    await api.download(accountId);
    await fetch(`${stack.url}/v1/accounts/${accountId}/contacts/34600000001`, {
      headers: { authorization: `Bearer ${tenant.keys.viewer}` },
    });
    await fetch(`${stack.url}/v1/nothing/${accountId}`);
    return done;
  }

  /** The metrics when nothing but what waits for ever is waiting. */
  async function quiet(): Promise<Map<string, number>> {
    return eventually('all events were handled', async () => {
      const values = await scrape();
      for (const [name, value] of values)
        if (/^contacts_queue_jobs\{.*state="(waiting|active|delayed)"/.test(name))
          expect([name, value]).toEqual([name, 0]);
      return values;
    });
  }
});
