import { ExportResultCode, type ExportResult } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base';
import type { Logger } from 'pino';
import { outsideWork } from '../work-context.js';

/** Says once that spans are not taken, and once that they are again. Spans that were not taken are lost. */
export class WatchedExporter implements SpanExporter {
  isAway = false;

  constructor(
    private readonly exporter: SpanExporter,
    private readonly url: string,
    private readonly logger: Logger,
  ) {}

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    this.exporter.export(spans, (result) => {
      // Spans are sent while some work goes on, which has nothing to do with it.
      outsideWork(() => this.note(result));
      // It is said here; the SDK would only say it again.
      done({ code: ExportResultCode.SUCCESS });
    });
  }

  shutdown(): Promise<void> {
    return this.exporter.shutdown();
  }

  private note({ code, error }: ExportResult): void {
    const isAway = code !== ExportResultCode.SUCCESS;
    if (isAway === this.isAway) return;
    this.isAway = isAway;
    const { origin, pathname } = new URL(this.url);
    const fields = { url: `${origin}${pathname}` };
    if (isAway)
      this.logger.warn({ ...fields, reason: reasonOf(error) }, 'traces are lost: the OTLP address does not take them');
    else this.logger.info(fields, 'the OTLP address takes traces again');
  }
}

function reasonOf(error: Error | undefined): string {
  const { code, message = '' } = (error ?? {}) as { code?: string | number; message?: string };
  return message || String(code ?? 'unknown');
}
