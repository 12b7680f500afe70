import type { ProgramName } from '#contracts';
import type { Logger } from 'pino';
import type { Config } from '../config.js';
import { withSpan, workContext, type Span } from '../work-context.js';
import type { SpanOptions, Tracer } from './tracer.js';

/** Null while traces are off: then the SDK of OpenTelemetry is not even loaded. */
let tracer: Tracer | null = null;

/** Starts to trace what the process does, if the configuration has an OTLP address. */
export async function startTracing(program: ProgramName, config: Config, logger: Logger): Promise<void> {
  if (!config.OTEL_EXPORTER_OTLP_ENDPOINT && !config.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT) return;
  const { OtlpTracer } = await import('./otlp-tracer.js');
  tracer = await OtlpTracer.start(program, config, logger);
}

export async function stopTracing(): Promise<void> {
  await tracer?.stop();
}

/** Begins a span, which whoever calls this must end. @returns null while traces are off */
export function startSpan(name: string, options: SpanOptions): Span | null {
  if (!tracer) return null;
  const { ids, span: within } = workContext();
  const span = tracer.start(name, options, within);
  span.set({ ...ids, ...options.attributes });
  return span;
}

/** Does work as a span: it ends with the work, and fails with it. */
export async function inSpan<T>(
  name: string,
  options: SpanOptions,
  work: (span: Span | null) => Promise<T>,
): Promise<T> {
  const span = startSpan(name, options);
  if (!span) return work(null);
  let failure: string | undefined;
  try {
    return await withSpan(span, () => work(span));
  } catch (error) {
    failure = kindOf(error);
    throw error;
  } finally {
    span.end(failure);
  }
}

/** How work that continues later names the present span; undefined while traces are off. */
export function currentTraceparent(): string | undefined {
  return workContext().span?.traceparent;
}

/** Not its text ({@link Span.end}). */
function kindOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
