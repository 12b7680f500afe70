import type { MessageEvent, StreamableFile } from '@nestjs/common';
import type { Observable } from 'rxjs';
import { z } from 'zod';

/** The successful answer of a route. */
export interface Answer<A> {
  status: number;
  /** Other statuses that the handler sets with the same answer, with their descriptions. */
  also?: Record<number, string>;
  /** A schema of `answerShapes`. */
  schema?: z.ZodType;
  /** Replaces the example of the schema. */
  example?: unknown;
  description?: string;
  contentType?: string;
  /** Headers that the handler sets, with their descriptions. */
  headers?: Record<string, string>;
  /** The description of `Location`, the URL of the created resource: the route's path and the answer's `id`. */
  location?: string;
  /** The return type of the handler. Only for the compiler. */
  returns?: A;
}

/** A schema alone means an answer with status 200. */
export function answerOf<A>(answer: z.ZodType<A> | Answer<A>): Answer<A> {
  return answer instanceof z.ZodType ? ok(answer) : answer;
}

/** 200, with more than the schema alone says. */
export function ok<A>(schema: z.ZodType<A>, more: { example?: A; headers?: Record<string, string> } = {}): Answer<A> {
  return { status: 200, schema, ...more };
}

/** 201 */
export function created<A>(schema: z.ZodType<A>, location?: string): Answer<A> {
  return { status: 201, schema, ...(location !== undefined && { location }) };
}

/** 202: the work is done later. */
export function accepted<A>(schema: z.ZodType<A>, location?: string): Answer<A> {
  return { ...created(schema, location), status: 202 };
}

/** 204 */
export function noContent(description: string): Answer<void> {
  return { status: 204, description };
}

/** 302: the handler returns the target. */
export function redirect(description: string, location: string): Answer<{ url: string }> {
  return { status: 302, description, headers: { Location: location } };
}

/** Server-sent events, each of this shape. */
export function events(schema: z.ZodType): Answer<Observable<MessageEvent>> {
  return { status: 200, schema, contentType: 'text/event-stream' };
}

/** A file that is written while it is sent. An audit entry comes before its first byte. */
export function stream(description: string): Answer<StreamableFile> {
  return { status: 200, description };
}

/** A file, which the handler sends itself. */
export function file(description: string): Answer<void> {
  return { status: 200, description };
}

export const isRedirect = ({ status }: Answer<unknown>): boolean => status === 302;
export const isEvents = ({ contentType }: Answer<unknown>): boolean => contentType === 'text/event-stream';
