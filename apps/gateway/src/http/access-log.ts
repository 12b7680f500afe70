import { withLogContext } from '#platform';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';

const HEALTH_ROUTES = ['/healthz', '/readyz'];

/**
 * Adds the request id to the answer and to all log lines of the request, and logs one line when it is done. It logs the
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
  const route = request.is404 ? 'unknown' : request.routeOptions.url;
  const level = route !== undefined && HEALTH_ROUTES.includes(route) ? 'debug' : 'info';
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
