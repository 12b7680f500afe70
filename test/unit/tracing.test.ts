import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { pino } from 'pino';
import type { Config } from '#platform';
import { OtlpTracer } from '../../libs/platform/src/tracing/otlp-tracer.js';
import { eventually } from '../support/eventually.js';
import { OtlpReceiver } from '../support/otlp-receiver.js';

const QUEUE = 10;
/** What the SDK of OpenTelemetry reads from the environment. */
const SETTINGS = {
  OTEL_EXPORTER_OTLP_TIMEOUT: '200',
  OTEL_BSP_SCHEDULE_DELAY: '10',
  OTEL_BSP_MAX_QUEUE_SIZE: String(QUEUE),
  OTEL_BSP_MAX_EXPORT_BATCH_SIZE: String(QUEUE),
};

describe('the sender of traces', () => {
  let receiver: OtlpReceiver;
  const lines: { level: number; msg: string; url: string; reason?: string }[] = [];
  const logger = pino({}, { write: (line: string) => void lines.push(JSON.parse(line) as (typeof lines)[number]) });
  const start = (more: Partial<Config> = {}) =>
    OtlpTracer.start(
      'importer',
      { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json', ...more } as Config,
      logger,
    );

  beforeAll(async () => {
    Object.assign(process.env, SETTINGS);
    receiver = await OtlpReceiver.start();
  });
  afterAll(() => {
    for (const name of Object.keys(SETTINGS)) delete process.env[name];
    receiver.stop();
  });
  afterEach(() => {
    lines.length = 0;
    receiver.mood = 200;
  });

  it('says once that its address does not answer, keeps little meanwhile, and says that it answers again', async () => {
    const tracer = await start();
    const work = () => tracer.start('work', { kind: 'consumer' }, null).end();
    receiver.mood = 'hangs';
    const tried = receiver.requests.length;
    await eventually('it has tried several times', () => {
      for (let times = 0; times < 1000; times++) work();
      expect(receiver.requests.length - tried).toBeGreaterThan(2);
    });
    expect(lines).toEqual([
      expect.objectContaining({ level: 40, url: `${receiver.url}/v1/traces`, reason: 'Request timed out' }),
    ]);

    receiver.mood = 200;
    await eventually('it answers again', () => {
      work();
      expect(lines).toHaveLength(2);
    });
    expect(lines[1]).toMatchObject({ level: 30, msg: 'the OTLP address takes traces again' });
    await tracer.stop();
    expect(receiver.spans.length).toBeLessThan(1000);
  });

  it('holds up an end for a moment at most', async () => {
    const tracer = await start();
    receiver.mood = 'hangs';
    process.env.OTEL_EXPORTER_OTLP_TIMEOUT = '2500';
    const slow = await start();
    process.env.OTEL_EXPORTER_OTLP_TIMEOUT = SETTINGS.OTEL_EXPORTER_OTLP_TIMEOUT;
    for (const one of [tracer, slow]) one.start('work', { kind: 'consumer' }, null).end();
    const began = Date.now();
    await Promise.all([tracer.stop(), slow.stop()]);
    expect(Date.now() - began).toBeLessThan(2_000);
    await eventually('nothing is under way any more', () => expect(lines).toHaveLength(2));
  });

  it('sends Protocol Buffers unless told otherwise, to the address of the traces, with the headers', async () => {
    const tracer = await start({
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${receiver.url}/own/place`,
      OTEL_EXPORTER_OTLP_HEADERS: 'api-key=secret%20key',
    });
    tracer.start('work', { kind: 'consumer' }, null).end();
    await tracer.stop();
    expect(receiver.requests.at(-1)).toBe('/own/place application/x-protobuf secret key');
    expect(lines).toEqual([]);
  });

  it('continues what is named, and does not stumble over what is no name', async () => {
    const tracer = await start();
    const first = tracer.start('first', { kind: 'server', continues: 'nonsense' }, null);
    const second = tracer.start('second', { kind: 'producer', continues: first.traceparent }, null);
    const other = tracer.start('other', { kind: 'server' }, null);
    const third = tracer.start('third', { kind: 'producer', continues: first.traceparent }, other);
    for (const span of [first, second, other, third]) span.end(span === other ? 'Error' : undefined);
    await tracer.stop();
    const idOf = ({ traceparent }: typeof first) => traceparent.split('-')[2];
    const sent = receiver.spans.filter(({ name }) => name !== 'work');
    expect(sent.map(({ name, parentSpanId, links, failed }) => [name, parentSpanId, links, failed])).toEqual([
      ['first', '', [], false],
      ['second', idOf(first), [], false],
      ['other', '', [], true],
      ['third', idOf(first), [{ traceId: other.traceId, spanId: idOf(other) }], false],
    ]);
    expect(new Set(sent.map(({ service }) => service))).toEqual(new Set(['importer']));
  });
});
