import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { SERVICES, type Import, type NewWebhook, type Problem, type ProgramName } from '#contracts';
import { freePort } from '../../tools/local-services/free-port.js';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { OtlpReceiver, type ReceivedSpan } from '../support/otlp-receiver.js';
import { peopleCsv } from '../support/people.js';
import { startStack, type SeededTenant, type Stack } from '../support/stack.js';
import { drawTrace } from '../support/trace-picture.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

const BATCH_ROWS = 20;
const ROWS = 3 * BATCH_ROWS;
const FILE_NAME = 'our-people.csv';
/** How long a service has to end, though its OTLP address never answers. */
const END_MS = 5_000;

/** From an upload to a webhook, in the order of the work. */
const WAY = [
  'gateway: POST /v1/imports',
  'importer: process imports',
  'contacts: process ContactUpserted.contacts',
  'webhooks: process ContactChanged.webhooks',
  'webhooks: deliver',
];

/** How often each is in the trace of an import of {@link ROWS}. */
const COUNTS = {
  'process imports': 2,
  'process ContactUpserted.contacts': ROWS / BATCH_ROWS,
  'process ContactChanged.campaigns': ROWS / BATCH_ROWS,
  'process ContactChanged.webhooks': ROWS / BATCH_ROWS,
  deliver: ROWS / BATCH_ROWS,
  'process ImportFinished.campaigns': 1,
};

describe('traces', () => {
  let stack: Stack;
  let collector: OtlpReceiver;
  let webhook: WebhookReceiver;
  let tenant: SeededTenant;
  let api: ApiClient;

  beforeAll(async () => {
    [collector, webhook] = await Promise.all([OtlpReceiver.start(), WebhookReceiver.start()]);
    stack = await startStack({
      services: SERVICES.filter((name) => name !== 'exporter'),
      env: {
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
        OTEL_EXPORTER_OTLP_TIMEOUT: '300',
        OTEL_BSP_SCHEDULE_DELAY: '100',
        IMPORT_BATCH_ROWS: String(BATCH_ROWS),
        ENCRYPTION_KEY: randomBytes(32).toString('base64'),
      },
    });
    tenant = await stack.seed();
    api = new ApiClient(stack.url, tenant.keys.admin);
    const { secret } = await api.post<NewWebhook>('/v1/webhooks', { url: webhook.url, events: ['ContactChanged'] });
    webhook.secret = secret;
  }, 90_000);
  afterAll(async () => {
    await stack?.stop();
    await webhook?.goAway();
    collector?.stop();
  });

  const named = (name: string) => collector.spans.filter((span) => span.name === name);
  const linesOf = (service: ProgramName) =>
    stack
      .readLog(service)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { msg: string; level: string; importId?: string; traceId?: string });

  /** All spans of the trace of an import, once everything about it was done. */
  const traceOf = (importId: string): Promise<ReceivedSpan[]> =>
    eventually('the trace is complete', () => {
      const upload = named('POST /v1/imports').find(({ attributes }) => attributes.importId === importId)!;
      expect(upload).toBeDefined();
      const spans = collector.spans.filter(({ traceId }) => traceId === upload.traceId);
      const ids = new Set(['', ...spans.map(({ spanId }) => spanId)]);
      expect(spans.filter(({ parentSpanId }) => !ids.has(parentSpanId))).toEqual([]);
      for (const [name, count] of Object.entries(COUNTS))
        expect([name, spans.filter((span) => span.name === name).length]).toEqual([name, count]);
      return spans;
    });

  it('follow an import from its upload to every subscriber, also where it waited to be started', async () => {
    const { id } = await api.upload(tenant.accounts[0]!.id, peopleCsv(ROWS), { start: 'confirm', fileName: FILE_NAME });
    await eventually('it is checked', async () =>
      expect((await api.get<Import>(`/v1/imports/${id}`)).status).toBe('ready'),
    );
    await api.post(`/v1/imports/${id}/start`);
    expect(await api.finished(id)).toMatchObject({ status: 'completed', counts: { created: ROWS } });

    const spans = await traceOf(id);
    const delivery = spans.find(({ name }) => name === 'deliver')!;
    expect(wayTo(delivery, spans).filter((step) => !step.includes(': send '))).toEqual(WAY);
    expect(new Set(spans.map(({ service }) => service))).toEqual(
      new Set(['gateway', 'importer', 'contacts', 'campaigns', 'webhooks']),
    );
    expect(spans.filter(({ failed }) => failed)).toEqual([]);

    // The request that started it has a trace of its own, to which there is a link.
    const [start] = named('POST /v1/imports/:id/start');
    expect(start!.traceId).not.toBe(spans[0]!.traceId);
    expect(spans.flatMap(({ links }) => links)).toContainEqual({ traceId: start!.traceId, spanId: start!.spanId });
  });

  it('have nothing that a customer has entered', () => {
    const said = JSON.stringify(collector.spans);
    expect(collector.spans.length).toBeGreaterThan(20);
    expect(said).not.toMatch(/Person|London|dog|vip|female|our-people|34600000|\?|127\.0\.0\.1/);
    expect(said).not.toContain(tenant.keys.admin);
  });

  it('are named in the lines of the log', async () => {
    const { importId, traceId } = await eventually('the lines are written', () => {
      const line = linesOf('importer').find(({ msg }) => msg === 'import finished')!;
      expect(line.traceId).toMatch(/^[0-9a-f]{32}$/);
      return line;
    });
    expect(named('POST /v1/imports').map((span) => [span.attributes.importId, span.traceId])).toContainEqual([
      importId,
      traceId,
    ]);
    const ofImport = (['gateway', 'importer'] as const).flatMap((name) =>
      linesOf(name).filter((line) => line.importId),
    );
    expect(ofImport.length).toBeGreaterThan(2);
    expect(new Set(ofImport.map((line) => line.traceId))).toEqual(new Set([traceId]));
    expect(
      linesOf('gateway').filter((line) => line.msg === 'request' && !line.traceId && line.level === 'info'),
    ).toEqual([]);
  });

  it('continue that of the caller, and are named in what a client is told of a problem', async () => {
    const [traceId, spanId] = [randomBytes(16).toString('hex'), randomBytes(8).toString('hex')];
    const ask = async (path: string, headers: Record<string, string>, init: RequestInit = {}) =>
      (await (await api.request(path, { ...init, headers })).json()) as Problem;
    const unknown = await ask(`/v1/imports/${tenant.organisationId}`, { traceparent: `00-${traceId}-${spanId}-01` });
    expect(unknown).toMatchObject({ status: 404, code: 'import_not_found', traceId });
    await eventually('the request is traced', () =>
      expect(collector.spans).toContainEqual(
        expect.objectContaining({ traceId, parentSpanId: spanId, name: 'GET /v1/imports/:id' }),
      ),
    );

    const wrong = await ask(
      '/v1/webhooks',
      { traceparent: 'a-b', 'content-type': 'application/json' },
      { method: 'POST', body: '{' },
    );
    expect(wrong).toMatchObject({ status: 400, traceId: expect.stringMatching(/^[0-9a-f]{32}$/) });
    await eventually('the request is traced', () =>
      expect(named('POST /v1/webhooks')).toContainEqual(
        expect.objectContaining({ traceId: wrong.traceId, parentSpanId: '' }),
      ),
    );
  });

  (process.env.PICTURES ? it : it.skip)('are drawn for the documentation', async () => {
    const { id } = await api.importFile(tenant.accounts[1]!.id, peopleCsv(ROWS));
    const spans = await traceOf(id);
    writeFileSync(path.join(process.env.PICTURES!, 'import-trace.svg'), drawTrace(spans));
  });

  it('slow nothing where their address is away, which is said once', async () => {
    const services = ['importer', 'contacts'] as const;
    await Promise.all(services.map((name) => stack.kill(name, 'SIGTERM')));
    collector.mood = 'hangs';
    const unused = `http://127.0.0.1:${await freePort()}`;
    const importer = stack.start('importer');
    stack.env.OTEL_EXPORTER_OTLP_ENDPOINT = unused;
    await Promise.all([importer, stack.start('contacts')]);

    for (let times = 0; times < 2; times++) {
      const rows = peopleCsv(ROWS, { firstPhone: 34700000000 + times * ROWS });
      expect(await api.importFile(tenant.accounts[0]!.id, rows)).toMatchObject({ status: 'completed' });
    }
    const warnings = (name: ProgramName) =>
      linesOf(name).filter(({ level, msg }) => level === 'warn' && msg.startsWith('traces are lost'));
    for (const name of services)
      await eventually('it is said', () =>
        expect(warnings(name)).toEqual([expect.not.objectContaining({ importId: expect.anything() })]),
      );
    const asked = collector.requests.length;
    await eventually('it was tried again', async () => {
      await api.importFile(tenant.accounts[0]!.id, peopleCsv(1));
      expect(collector.requests.length).toBeGreaterThan(asked + 5);
    });

    const began = Date.now();
    await Promise.all(services.map((name) => stack.kill(name, 'SIGTERM')));
    expect(Date.now() - began).toBeLessThan(END_MS);
    for (const name of services) {
      expect((await stack.service(name).ended()).outcome).toBe('status 0');
      expect([name, warnings(name).length]).toEqual([name, 1]);
    }
  });
});

/** The spans from the first one of the trace to this one, as `service: name`. */
function wayTo(span: ReceivedSpan, spans: readonly ReceivedSpan[]): string[] {
  const parent = spans.find(({ spanId }) => spanId === span.parentSpanId);
  return [...(parent ? wayTo(parent, spans) : []), `${span.service}: ${span.name}`];
}
