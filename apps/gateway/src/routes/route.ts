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

type Change = 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type Handler<A> = (...input: never[]) => A | Promise<A>;

/** A compile error unless the handler has a parameter of the type that the schema produces. */
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
 * Declares everything about a route: access, rate limits, audit log, parsing of query and body, status and the OpenAPI
 * document follow from it. It does not compile if a change says nothing about the audit log, or if the handler returns
 * or takes another type than declared.
 * @param path relative to that of the controller
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
    // With an interceptor, an event stream cannot answer 404 any more. So interceptors are added only where needed.
    ...(isAudited ? [UseInterceptors(AuditInterceptor)] : []),
    ...(answer.location !== undefined ? [UseInterceptors(LocationInterceptor)] : []),
    documentRoute(declaration, routeProblems(method, [path].flat(), declaration)),
  );
}
