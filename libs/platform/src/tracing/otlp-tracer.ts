import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Span as OtelSpan } from '@opentelemetry/api';
import { parseKeyPairsIntoRecord, parseTraceParent } from '@opentelemetry/core';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor, type SpanExporter } from '@opentelemetry/sdk-trace-base';
import type { ProgramName } from '#contracts';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Config } from '../config.js';
import { VERSION } from '../version.js';
import type { Span, SpanAttributes } from '../work-context.js';
import type { SpanOptions, Tracer } from './tracer.js';
import { WatchedExporter } from './watched-exporter.js';

/** How long a process that ends waits until its last spans are sent. */
const STOP_MS = 1_000;

const KINDS = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
} as const;

/**
 * Makes spans with the SDK of OpenTelemetry and sends them to an OTLP address. The SDK reads its other standard variables
 * itself, such as `OTEL_TRACES_SAMPLER` and `OTEL_BSP_MAX_QUEUE_SIZE`. Its queue is bounded: when spans are not taken, new
 * ones are dropped. Only this module loads OpenTelemetry.
 */
export class OtlpTracer implements Tracer {
  private readonly provider: BasicTracerProvider;

  static async start(program: ProgramName, config: Config, logger: Logger): Promise<OtlpTracer> {
    const url = addressOf(config);
    return new OtlpTracer(program, new WatchedExporter(await exporterFor(url, config), url, logger));
  }

  private constructor(
    program: ProgramName,
    private readonly exporter: WatchedExporter,
  ) {
    const resource = resourceFromAttributes({
      'service.namespace': 'contacts',
      'service.name': program,
      'service.version': VERSION,
      'service.instance.id': randomUUID(),
    }).merge(detectResources({ detectors: [envDetector] }));
    this.provider = new BasicTracerProvider({ resource, spanProcessors: [new BatchSpanProcessor(exporter)] });
  }

  start(name: string, { kind, continues }: SpanOptions, within: Span | null): Span {
    const parent = parse(continues ?? within?.traceparent);
    const inside = parse(within?.traceparent);
    const links = inside && inside.traceId !== parent?.traceId ? [{ context: inside }] : [];
    const context = parent ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT;
    return new OtlpSpan(this.provider.getTracer('contacts').startSpan(name, { kind: KINDS[kind], links }, context));
  }

  async stop(): Promise<void> {
    if (this.exporter.isAway) return;
    await Promise.race([this.provider.shutdown().catch(() => undefined), sleep(STOP_MS)]);
  }
}

class OtlpSpan implements Span {
  readonly traceId: string;
  readonly traceparent: string;

  constructor(private readonly span: OtelSpan) {
    const { traceId, spanId, traceFlags } = span.spanContext();
    this.traceId = traceId;
    this.traceparent = `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
  }

  set(attributes: SpanAttributes): void {
    this.span.setAttributes(attributes);
  }

  end(failure?: string): void {
    if (failure !== undefined) {
      this.span.setAttribute('error.type', failure);
      this.span.setStatus({ code: SpanStatusCode.ERROR });
    }
    this.span.end();
  }
}

/** @returns null also for what is no `traceparent`: it came from outside */
function parse(traceparent: string | undefined) {
  const found = traceparent === undefined ? null : parseTraceParent(traceparent);
  return found && { ...found, isRemote: true };
}

function addressOf(config: Config): string {
  const { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: own, OTEL_EXPORTER_OTLP_ENDPOINT: common = '' } = config;
  return own ?? `${common.replace(/\/$/, '')}/v1/traces`;
}

async function exporterFor(url: string, config: Config): Promise<SpanExporter> {
  const headers = parseKeyPairsIntoRecord(config.OTEL_EXPORTER_OTLP_HEADERS);
  const { OTLPTraceExporter } =
    config.OTEL_EXPORTER_OTLP_PROTOCOL === 'http/json'
      ? await import('@opentelemetry/exporter-trace-otlp-http')
      : await import('@opentelemetry/exporter-trace-otlp-proto');
  return new OTLPTraceExporter({ url, headers });
}
