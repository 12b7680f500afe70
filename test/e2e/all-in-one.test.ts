import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { SERVICES, type Campaign, type Contact, type Import, type NewWebhook, type TagChange } from '#contracts';
import { freePort } from '../../tools/local-services/free-port.js';
import { ROOT } from '../../tools/product/service-process.js';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { peopleCsv } from '../support/people.js';
import { startStack, type SeededTenant, type Stack } from '../support/stack.js';
import { TcpRelay } from '../support/tcp-relay.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

const COUNT = 200;
/** Thirty batches. */
const MANY = 1_500;
const IDLE_BYTES = 250_000_000;

interface Ready {
  status: string;
  parts: Record<string, { status: string; checks: Record<string, string> }>;
}

describe('all services in one process', () => {
  let stack: Stack;
  let storage: TcpRelay;
  let metricsPort: number;
  let tenant: SeededTenant;
  let api: ApiClient;
  let accountId: string;

  beforeAll(async () => {
    storage = await TcpRelay.before(process.env.S3_ENDPOINT!);
    storage.goAway();
    metricsPort = await freePort();
    stack = await startStack({
      services: ['all'],
      env: {
        ENCRYPTION_KEY: randomBytes(32).toString('base64'),
        // As in the image.
        METRICS_PORT: String(metricsPort),
        S3_ENDPOINT: `http://127.0.0.1:${storage.port}`,
        IMPORT_BATCH_ROWS: '50',
        IMPORT_BATCHES_IN_FLIGHT: '4',
      },
    });
    tenant = await stack.seed();
    api = new ApiClient(stack.url, tenant.keys.admin);
    accountId = tenant.accounts[0]!.id;
  }, 60_000);
  afterAll(async () => {
    await stack?.stop();
    storage?.close();
  });

  const readiness = async (): Promise<Ready> => (await (await fetch(`${stack.url}/readyz`)).json()) as Ready;
  const states = async () =>
    Object.fromEntries(Object.entries((await readiness()).parts).map(([name, { status }]) => [name, status]));

  const startedByMetrics = async (): Promise<Record<string, string>> => {
    const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
    const found = text.matchAll(/^contacts_service_started\{service="(\w+)"\} (\d)$/gm);
    return Object.fromEntries([...found].map(([, service, value]) => [service!, value!]));
  };

  it('has migrated the database; a service that waits for the object store holds up no other', async () => {
    await eventually('the others have started', async () =>
      expect(await states()).toEqual({
        importer: 'waiting',
        contacts: 'ok',
        exporter: 'waiting',
        campaigns: 'waiting',
        webhooks: 'ok',
      }),
    );
    expect(await readiness()).toMatchObject({
      status: 'degraded',
      parts: { importer: { checks: { mongodb: 'ok', redis: 'ok', storage: 'away' } } },
    });
    expect(await startedByMetrics()).toMatchObject({ gateway: '1', contacts: '1', importer: '0', exporter: '0' });
    const made = await api.post<Contact>(`/v1/accounts/${accountId}/contacts`, { phone: '44687985632', name: 'Jane' });
    expect(made).toMatchObject({ name: 'Jane', revision: 1 });

    storage.comeBack();
    await eventually('all have started', async () => expect(await readiness()).toMatchObject({ status: 'ok' }));
    expect(await startedByMetrics()).toEqual(Object.fromEntries(SERVICES.map((name) => [name, '1'])));
  });

  (process.platform === 'linux' ? it : it.skip)('takes less than 250 MB when it has nothing to do', async () => {
    const status = `/proc/${stack.service('all').pid}/status`;
    await eventually('what the start has left behind is given back', () => {
      const [, kibibytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(status, 'utf8'))!;
      expect(Number(kibibytes) * 1024).toBeLessThan(IDLE_BYTES);
    });
  });

  it('imports, changes tags, exports, freezes a campaign and calls a webhook', async () => {
    const receiver = await WebhookReceiver.start();
    try {
      const webhook = { url: receiver.url, events: ['ImportFinished'] };
      receiver.secret = (await api.post<NewWebhook>('/v1/webhooks', webhook)).secret;
      expect(await api.importFile(accountId, peopleCsv(COUNT))).toMatchObject({ status: 'completed' });

      const change = await api.post<TagChange>('/v1/tag-changes', {
        filter: { accountId, tag: ['cat'] },
        add: ['one'],
      });
      await eventually('the tags are changed', async () =>
        expect(await api.get(`/v1/tag-changes/${change.id}`)).toMatchObject({ status: 'completed' }),
      );
      const { bytes } = await api.download(accountId, { tag: ['one'] });
      expect(bytes.toString().trimEnd().split('\r\n')).toHaveLength(1 + COUNT / 2);

      const segment = { tag: ['one'] };
      const { id } = await api.post<Campaign>('/v1/campaigns', { name: 'Summer', accountId, segment });
      await api.post(`/v1/campaigns/${id}/schedule`, { scheduledAt: new Date(Date.now() + 1_000).toISOString() });
      const frozen = await eventually('the campaign is frozen', async () => {
        const campaign = await api.get<Campaign>(`/v1/campaigns/${id}`);
        expect(campaign.state).toBe('audience_frozen');
        return campaign;
      });
      expect(frozen.reach).toMatchObject({ count: COUNT / 2 });

      await eventually('the webhook is called', () => expect(receiver.taken).toHaveLength(1));
      expect(receiver.taken).toMatchObject([{ type: 'ImportFinished', verified: true }]);
    } finally {
      await receiver.goAway();
    }
  }, 60_000);

  it('stops in the middle of an import, and loses nothing', async () => {
    const other = tenant.accounts[1]!.id;
    const { id } = await api.upload(other, peopleCsv(MANY));
    await eventually('it is in the middle', async () => {
      const { status, processed } = await api.get<Import>(`/v1/imports/${id}`);
      expect({ status, begun: processed > 0 }).toEqual({ status: 'importing', begun: true });
    });
    await stack.kill('all', 'SIGTERM');
    expect((await stack.service('all').ended()).outcome).toBe('status 0');
    await stack.start('all');
    const { processed } = await api.get<Import>(`/v1/imports/${id}`);
    expect(processed).toBeLessThan(MANY);

    expect(await api.finished(id, 60_000)).toMatchObject({
      status: 'completed',
      processed: MANY,
      counts: { created: MANY, updated: 0, unchanged: 0, rejected: 0 },
    });
    const { count } = await api.contacts(`accountId=${other}&count=exact&limit=1`);
    expect(count).toEqual({ value: MANY, exact: true });
  }, 90_000);

  it('does not start when it shall run a service that does not exist', () => {
    const main = path.join(ROOT, 'dist/apps/all/src/main.js');
    const { status, stderr } = spawnSync(process.execPath, [main, 'importer', 'toString'], { encoding: 'utf8' });
    expect(stderr).toContain('There is no service "toString". The services are gateway, importer,');
    expect(status).toBe(1);
  });

  it('says in each line of the log which service it is of', () => {
    const lines = stack.readLog('all').trimEnd().split('\n');
    const services = lines.map((line) => (JSON.parse(line) as { service: string }).service);
    expect(new Set(services)).toEqual(new Set([...SERVICES, 'all', 'migrate']));
  });
});
