import type { ExecutionContext } from '@nestjs/common';
import type { AuditAction, KeyScope, ProblemCode, Role } from '#contracts';
import type { z } from 'zod';
import type { Answer } from './answers.js';

/** Metadata of a handler: its {@link RouteDeclaration}. */
export const ROUTE = 'route';

/**
 * Who may call a route: anybody, or callers with this role or a higher one. An API key also needs the scope; `any` is for
 * what every key may know or do.
 */
export type RouteAccess = { role: 'public'; scope?: never } | { role: Role; scope: KeyScope | 'any' };

/** What the audit log records when the route succeeds, or why it records nothing. */
export type RouteAudit = AuditAction | { none: string };

/**
 * Everything about a route. `A` is the type of its answer; `B` and `Q` are the types of its body and its query after
 * parsing.
 */
export type RouteDeclaration<A = unknown, B = unknown, Q = unknown> = RouteAccess & RouteDescription<A, B, Q>;

/** A route that not everybody may call. */
export type RestrictedRoute = Exclude<RouteAccess, { role: 'public' }> & RouteDescription<unknown, unknown, unknown>;

interface RouteDescription<A, B, Q> {
  /** Required, except for `GET`. */
  audit?: RouteAudit;
  /** Only for operators: administrators of the organisation that runs the installation. */
  operators?: true;
  /** It gives out a file of personal data, which not everybody may have who may see the data. */
  download?: true;
  /**
   * It may take long although the gateway has little to do: it reads a large body, sends a long answer, or waits for another
   * service. So it takes none of the places of its organisation (`RequestsAtOnce`).
   */
  lasting?: true;
  /** Only for people with a session: an API key has no password and no sessions. */
  personal?: true;
  /** Also for people who still have to set up the second factor that their organisation requires. */
  mayLackFactor?: true;
  /**
   * For a route that takes a secret. Its requests are limited per IP address, and per e-mail address or, where somebody
   * is signed in, per person.
   */
  mayBeGuessedAt?: true;
  summary: string;
  description?: string;
  query?: z.ZodObject & z.ZodType<Q>;
  /** Examples of query parameters, by name. */
  queryExamples?: Partial<Record<keyof Q, unknown>>;
  /** The JSON body: a schema of `bodyShapes`. A missing body is parsed as `{}`. */
  body?: z.ZodType<B>;
  /** A multipart body, which the handler reads: its fields, and the description of its file. */
  form?: { fields: z.ZodObject; file: string };
  /** The successful answer. A schema of `answerShapes` alone means status 200. */
  answer: z.ZodType<A> | Answer<A>;
  /** The errors specific to this route. Those that follow from the other fields are added by `route-problems.ts`. */
  problems?: ProblemCode[];
}

/** The declaration of the current route; undefined if it was not declared with `@Route(…)`. */
export function routeOf(context: Pick<ExecutionContext, 'getHandler'>): RouteDeclaration | undefined {
  return Reflect.getMetadata(ROUTE, context.getHandler()) as RouteDeclaration | undefined;
}
