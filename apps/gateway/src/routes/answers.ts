import type { MessageEvent } from '@nestjs/common';
import type { Observable } from 'rxjs';
import { z } from 'zod';

/** How a route answers when all goes well. */
export interface Answer<A> {
  status: number;
  /** A schema of `answerShapes`. */
  schema?: z.ZodType;
  /** In place of the schema's own. */
  example?: unknown;
  description?: string;
  contentType?: string;
  /** Headers that the handler sets, and what they say. */
  headers?: Record<string, string>;
  /** What `Location` says: where what was made is from now on. It is the route's address with the answer's `id`. */
  location?: string;
  /** What the handler returns; only for the compiler. */
  returns?: A;
}

/** A schema alone is an answer with 200. */
export function answerOf<A>(answer: z.ZodType<A> | Answer<A>): Answer<A> {
  return answer instanceof z.ZodType ? ok(answer) : answer;
}

/** 200, for what the schema alone does not say. */
export function ok<A>(schema: z.ZodType<A>, more: { example?: A; headers?: Record<string, string> } = {}): Answer<A> {
  return { status: 200, schema, ...more };
}

/** 201 */
export function created<A>(schema: z.ZodType<A>, location?: string): Answer<A> {
  return { status: 201, schema, ...(location !== undefined && { location }) };
}

/** 202: it is done later. */
export function accepted<A>(schema: z.ZodType<A>, location?: string): Answer<A> {
  return { ...created(schema, location), status: 202 };
}

/** 204 */
export function noContent(description: string): Answer<void> {
  return { status: 204, description };
}

/** 302: the handler returns where to. */
export function redirect(description: string, location: string): Answer<{ url: string }> {
  return { status: 302, description, headers: { Location: location } };
}

/** Server-sent events, each with this shape. */
export function events(schema: z.ZodType): Answer<Observable<MessageEvent>> {
  return { status: 200, schema, contentType: 'text/event-stream' };
}

/** A file, which the handler sends itself. */
export function file(description: string): Answer<void> {
  return { status: 200, description };
}

export const isRedirect = ({ status }: Answer<unknown>): boolean => status === 302;
export const isEvents = ({ contentType }: Answer<unknown>): boolean => contentType === 'text/event-stream';
