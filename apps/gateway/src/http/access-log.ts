import type { ProblemCode } from '#contracts';
import { metrics, startSpan, withLogContext, withSpan, type Span } from '#platform';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';

const HEALTH_ROUTES = ['/healthz', '/readyz'];

/** Any other method is `OTHER` in the metrics. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

declare module 'fastify' {
  interface FastifyRequest {
    /** The span of the request; null while traces are off. */
    span: Span | null;
    /** Why the request was refused; null: it was not. */
    problemCode: ProblemCode | null;
  }
}

/**
 * Adds the request id to the answer and to all log lines of the request, and logs and measures it when it is done. It logs the
 * pattern of the route, because the path itself may contain a phone number, and never the query. The span of the request, which
 * continues the trace of its caller, says the same. The line of a refusal has its code, so that whoever tries what they may
 * not is seen; who that is, an id says.
 */
export function addAccessLog(fastify: FastifyInstance, logger: Logger): void {
  const inContext = (request: FastifyRequest, done: () => void): void =>
    withSpan(request.span, () => withLogContext({ requestId: request.id }, done));

  fastify.decorateRequest('span', null);
  fastify.decorateRequest('problemCode', null);
  fastify.addHook('onRequest', (request, reply, done) => {
    request.span = spanOf(request);
    // On the raw response, because event streams write to it directly.
    reply.raw.setHeader('X-Request-Id', request.id);
    // Fastify's own hook is not called when the client disconnects.
    reply.raw.once('close', () => logRequest(logger, request, reply));
    inContext(request, done);
  });
  // The asynchronous context is lost when the body is read, so it is entered again.
  fastify.addHook('preHandler', (request, _reply, done) => inContext(request, done));
}

function logRequest(logger: Logger, request: FastifyRequest, reply: FastifyReply): void {
  const route = routeOf(request);
  const isHealthCheck = HEALTH_ROUTES.includes(route);
  const level = isHealthCheck ? 'debug' : 'info';
  if (!isHealthCheck) measure(route, request, reply);
  endSpan(request, reply);
  const fields = {
    requestId: request.id,
    traceId: request.span?.traceId,
    organisationId: request.principal?.organisationId,
    callerId: request.principal?.id,
    method: request.method,
    route,
    code: request.problemCode ?? undefined,
    milliseconds: Math.round(reply.elapsedTime),
  };
  if (reply.raw.writableFinished) logger[level]({ ...fields, status: reply.raw.statusCode }, 'request');
  else logger[level](fields, 'the client went away');
}

function measure(route: string, request: FastifyRequest, reply: FastifyReply): void {
  const labels = { method: methodOf(request), route, status: statusOf(reply) };
  metrics.httpRequest.observe(labels, reply.elapsedTime / 1000);
}

function spanOf(request: FastifyRequest): Span | null {
  const route = routeOf(request);
  if (HEALTH_ROUTES.includes(route)) return null;
  const method = methodOf(request);
  const { traceparent } = request.headers;
  return startSpan(`${method} ${route}`, {
    kind: 'server',
    continues: typeof traceparent === 'string' ? traceparent : undefined,
    attributes: { 'http.request.method': method, 'http.route': route },
  });
}

function endSpan({ span, principal }: FastifyRequest, reply: FastifyReply): void {
  const status = statusOf(reply);
  span?.set({ 'http.response.status_code': Number(status) || undefined, organisationId: principal?.organisationId });
  span?.end(status.startsWith('5') ? status : undefined);
}

function routeOf(request: FastifyRequest): string {
  return request.is404 ? 'unknown' : (request.routeOptions.url ?? 'unknown');
}

function methodOf({ method }: FastifyRequest): string {
  return METHODS.has(method) ? method : 'OTHER';
}

function statusOf({ raw }: FastifyReply): string {
  return raw.writableFinished ? String(raw.statusCode) : 'aborted';
}
