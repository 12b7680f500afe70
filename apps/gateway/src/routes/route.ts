import {
  applyDecorators,
  HttpCode,
  Redirect,
  RequestMapping,
  RequestMethod,
  SetMetadata,
  Sse,
  UseInterceptors,
} from '@nestjs/common';
import { AuditInterceptor } from '../audit/audit-interceptor.js';
import { documentRoute } from '../docs/document-route.js';
import { answerOf, isEvents, isRedirect } from './answers.js';
import { LocationInterceptor } from './location-interceptor.js';
import { ROUTE, type RouteAudit, type RouteDeclaration } from './route-declaration.js';
import { routeProblems } from './route-problems.js';

type Change = 'POST' | 'PATCH' | 'DELETE';
type Handler<A> = (...input: never[]) => A | Promise<A>;

/** Refuses a handler without a parameter of the type that a schema of its route yields. */
type Takes<H extends Handler<unknown>, Input> = unknown extends Input
  ? unknown
  : [Input] extends [Parameters<H>[number]]
    ? unknown
    : { 'no parameter takes': Input };

type RouteDecorator<A, B, Q> = <H extends Handler<A>>(
  target: object,
  name: string,
  descriptor: TypedPropertyDescriptor<H> & Takes<H, B> & Takes<H, Q>,
) => void;

/**
 * Declares a route, all of it: the guard, the limits, the audit log, the reading of query and body, the status and the
 * OpenAPI document go by what stands here. A change that says nothing of the audit log does not compile, and neither
 * does a handler that answers something else, or that takes another body.
 * @param path below that of the controller
 */
export function Route<A, B, Q>(
  method: 'GET',
  path: string,
  declaration: RouteDeclaration<A, B, Q>,
): RouteDecorator<A, NoInfer<B>, NoInfer<Q>>;
export function Route<A, B, Q>(
  method: Change,
  path: string | string[],
  declaration: RouteDeclaration<A, B, Q> & { audit: RouteAudit },
): RouteDecorator<A, NoInfer<B>, NoInfer<Q>>;
export function Route(method: 'GET' | Change, path: string | string[], declaration: RouteDeclaration): MethodDecorator {
  const answer = answerOf(declaration.answer);
  const isAudited = typeof declaration.audit === 'string';
  return applyDecorators(
    SetMetadata(ROUTE, declaration),
    isEvents(answer) ? Sse(path as string) : RequestMapping({ path, method: RequestMethod[method] }),
    ...(isRedirect(answer) ? [Redirect()] : isEvents(answer) ? [] : [HttpCode(answer.status)]),
    // With any interceptor a route of events cannot answer 404 any more, so each stands only where it is needed.
    ...(isAudited ? [UseInterceptors(AuditInterceptor)] : []),
    ...(answer.location !== undefined ? [UseInterceptors(LocationInterceptor)] : []),
    documentRoute(declaration, routeProblems(method, [path].flat(), declaration)),
  );
}
