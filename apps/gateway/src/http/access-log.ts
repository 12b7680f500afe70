import { withLogContext } from '#platform';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';

const HEALTH_ROUTES = ['/healthz', '/readyz'];

/**
 * Gives every request its id, in the answer and in all its log lines, and logs one line when it is done: the route's
 * pattern, because the address itself may hold a phone number, and never the query.
 */
export function addAccessLog(fastify: FastifyInstance, logger: Logger): void {
  const inContext = (request: FastifyRequest, done: () => void): void =>
    withLogContext({ requestId: request.id }, done);

  fastify.addHook('onRequest', (request, reply, done) => {
    // On the raw response, which event streams are written to.
    reply.raw.setHeader('X-Request-Id', request.id);
    // Fastify's own hook says nothing when the client goes away.
    reply.raw.once('close', () => logRequest(logger, request, reply));
    inContext(request, done);
  });
  // Reading the body leaves the asynchronous context; enter it again.
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
