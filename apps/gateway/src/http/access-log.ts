import { metrics, withLogContext } from '#platform';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';

const HEALTH_ROUTES = ['/healthz', '/readyz'];

/** Any other method is `OTHER` in the metrics. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/**
 * Adds the request id to the answer and to all log lines of the request, and logs and measures it when it is done. It logs the
 * pattern of the route, because the path itself may contain a phone number, and never the query.
 */
export function addAccessLog(fastify: FastifyInstance, logger: Logger): void {
  const inContext = (request: FastifyRequest, done: () => void): void =>
    withLogContext({ requestId: request.id }, done);

  fastify.addHook('onRequest', (request, reply, done) => {
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
  const route = request.is404 ? 'unknown' : (request.routeOptions.url ?? 'unknown');
  const isHealthCheck = HEALTH_ROUTES.includes(route);
  const level = isHealthCheck ? 'debug' : 'info';
  if (!isHealthCheck) measure(route, request, reply);
  const fields = {
    requestId: request.id,
    organisationId: request.principal?.organisationId,
    method: request.method,
    route,
    milliseconds: Math.round(reply.elapsedTime),
  };
  if (reply.raw.writableFinished) logger[level]({ ...fields, status: reply.raw.statusCode }, 'request');
  else logger[level](fields, 'the client went away');
}

function measure(route: string, request: FastifyRequest, reply: FastifyReply): void {
  const method = METHODS.has(request.method) ? request.method : 'OTHER';
  const status = reply.raw.writableFinished ? String(reply.raw.statusCode) : 'aborted';
  metrics.httpRequest.observe({ method, route, status }, reply.elapsedTime / 1000);
}
