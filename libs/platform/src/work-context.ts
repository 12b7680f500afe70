import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * Ids that show which request, import or export a log line belongs to. Never a name, a phone number or an e-mail
 * address.
 */
export type LogContext = Partial<
  Record<
    'requestId' | 'organisationId' | 'importId' | 'exportId' | 'campaignId' | 'webhookId' | 'jobId' | 'event' | 'batch',
    string | number
  >
>;

/** What is said about a span: ids, names and figures. Nothing that a customer has entered. */
export type SpanAttributes = Record<string, string | number | undefined>;

/** A piece of work in a trace. */
export interface Span {
  readonly traceId: string;
  /** How others name it, in the form of W3C's `traceparent` header. */
  readonly traceparent: string;
  set(attributes: SpanAttributes): void;
  /** @param failure how it has failed: a kind of error, never its text, which may hold a customer's data */
  end(failure?: string): void;
}

interface WorkContext {
  ids: LogContext;
  span: Span | null;
}

const NOTHING: WorkContext = { ids: {}, span: null };
const context = new AsyncLocalStorage<WorkContext>();

/** What the code that runs now belongs to. */
export function workContext(): WorkContext {
  return context.getStore() ?? NOTHING;
}

/** Runs `work` and adds these ids to all its log lines, besides the ids already there, and to its span. */
export function withLogContext<T>(ids: LogContext, work: () => T): T {
  const { ids: before, span } = workContext();
  span?.set(ids);
  return context.run({ ids: { ...before, ...ids }, span }, work);
}

/** Runs `work` as a part of nothing. */
export function outsideWork<T>(work: () => T): T {
  return context.exit(work);
}

/** Runs `work` as a part of the span: what it begins and logs belongs to it. */
export function withSpan<T>(span: Span | null, work: () => T): T {
  return span ? context.run({ ids: workContext().ids, span }, work) : work();
}
