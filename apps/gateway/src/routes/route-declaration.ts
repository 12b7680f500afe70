import type { ExecutionContext } from '@nestjs/common';
import type { AuditAction, ProblemCode, Role } from '#contracts';
import type { z } from 'zod';
import type { Answer } from './answers.js';

/** Metadata of a handler: its {@link RouteDeclaration}. */
export const ROUTE = 'route';

/** Who may call a route: anybody, or whoever has this role or a higher one. */
export type RouteAccess = 'public' | Role;

/** What the audit log notes of a route when it succeeds, or why it notes nothing. */
export type RouteAudit = AuditAction | { none: string };

/**
 * All that there is to say of a route. `A` is what its handler answers, `B` its body and `Q` its query once their
 * schemas have read them.
 */
export interface RouteDeclaration<A = unknown, B = unknown, Q = unknown> {
  role: RouteAccess;
  /** May be left out by a `GET` that is nothing to note. */
  audit?: RouteAudit;
  /** A public route at which somebody may try secrets: it is counted by sender and e-mail address. */
  mayBeGuessedAt?: true;
  summary: string;
  description?: string;
  query?: z.ZodObject & z.ZodType<Q>;
  /** Examples of query parameters by name. */
  queryExamples?: Partial<Record<keyof Q, unknown>>;
  /** The JSON body: a schema of `bodyShapes`. Without a body it reads `{}`. */
  body?: z.ZodType<B>;
  /** A multipart body, which the handler reads: its fields, and what the document says of the file. */
  form?: { fields: z.ZodObject; file: string };
  /** The answer when all goes well; a schema of `answerShapes` alone means 200. */
  answer: z.ZodType<A> | Answer<A>;
  /** The errors of this route alone. Those that follow from the rest are added (`route-problems.ts`). */
  problems?: ProblemCode[];
}

/** The declaration of the route that a request came to; undefined when it was declared in another way. */
export function routeOf(context: Pick<ExecutionContext, 'getHandler'>): RouteDeclaration | undefined {
  return Reflect.getMetadata(ROUTE, context.getHandler()) as RouteDeclaration | undefined;
}
