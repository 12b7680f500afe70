import { FastifyAdapter } from '@nestjs/platform-fastify';
import { ProblemError, type Config } from '#platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { bareHeaders } from './bare-headers.js';
import { sendProblem, writeProblem } from './problem-answer.js';
import { requestIdOf } from './request-id.js';
import { toProblem } from './to-problem.js';

/** The limit for JSON bodies. Files have a limit of their own. */
const BODY_BYTES = 1024 * 1024;
/** The limit of Node.js for the head of a request. */
const MAX_ADDRESS_BYTES = 16 * 1024;

/** The options of the HTTP server. Requests that it refuses before any of our code runs get problem+json too. */
export function createHttpAdapter(config: Pick<Config, 'TRUSTED_PROXIES' | 'PUBLIC_URL'>): FastifyAdapter {
  const { TRUSTED_PROXIES } = config;
  return new FastifyAdapter({
    ...(TRUSTED_PROXIES && { trustProxy: TRUSTED_PROXIES.split(',').map((address) => address.trim()) }),
    bodyLimit: BODY_BYTES,
    // An id of any length that an address can have is one that nobody has. Without it, Fastify knows no such route.
    routerOptions: { maxParamLength: MAX_ADDRESS_BYTES },
    genReqId: requestIdOf,
    // A request that comes while it closes is answered as any other: everything it needs closes after the server.
    return503OnClosing: false,
    // A value may be named `__proto__` or `constructor`. That is safe, since schemas parse every body without merging.
    onProtoPoisoning: 'ignore',
    onConstructorPoisoning: 'ignore',
    frameworkErrors: (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
      // No hook runs before it.
      const headers = { ...bareHeaders(config), 'X-Request-Id': request.id };
      for (const [name, value] of Object.entries(headers)) reply.raw.setHeader(name, value);
      sendProblem(reply, toProblem(error), request.id);
    },
    clientErrorHandler: (error: Error & { code?: string }, socket: Socket) => refuseRequest(error, socket, config),
  });
}

/** Answers a request whose head cannot be read: headers too large, not HTTP, or a timeout. */
function refuseRequest(error: Error & { code?: string }, socket: Socket, config: Pick<Config, 'PUBLIC_URL'>): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? new ProblemError('headers_too_large')
      : new ProblemError('invalid_request/http');
  writeProblem(socket, problem, randomUUID(), bareHeaders(config));
}
