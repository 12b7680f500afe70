import type { Span, SpanAttributes } from '../work-context.js';

export interface SpanOptions {
  kind: 'server' | 'client' | 'producer' | 'consumer';
  /**
   * The `traceparent` of what this continues. Default: the span in which it begins. If that is of another trace, there
   * is a link to it.
   */
  continues?: string | undefined;
  attributes?: SpanAttributes;
}

/** What makes spans and sends them. */
export interface Tracer {
  start(name: string, options: SpanOptions, within: Span | null): Span;
  /** Sends what is left, for a moment at most. */
  stop(): Promise<void>;
}
