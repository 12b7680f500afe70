import { FastifyAdapter } from '@nestjs/platform-fastify';
import { ProblemError, type Config } from '#platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { sendProblem, writeProblem } from './problem-answer.js';
import { requestIdOf } from './request-id.js';
import { toProblem } from './to-problem.js';

/** JSON bodies are small; files have a limit of their own. */
const BODY_BYTES = 1024 * 1024;

/** The HTTP server's options, with problem+json for what is refused before any of our code runs. */
export function createHttpAdapter({ TRUSTED_PROXIES }: Pick<Config, 'TRUSTED_PROXIES'>): FastifyAdapter {
  return new FastifyAdapter({
    ...(TRUSTED_PROXIES && { trustProxy: TRUSTED_PROXIES.split(',').map((address) => address.trim()) }),
    bodyLimit: BODY_BYTES,
    genReqId: requestIdOf,
    // A value may be called `__proto__` or `constructor`. Every body goes through a schema, which merges nothing.
    onProtoPoisoning: 'ignore',
    onConstructorPoisoning: 'ignore',
    frameworkErrors: (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
      reply.raw.setHeader('X-Request-Id', request.id);
      sendProblem(reply, toProblem(error), request.id);
    },
    clientErrorHandler,
  });
}

/** A request whose head cannot be read: headers too large, no HTTP, or none in time. */
function clientErrorHandler(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? new ProblemError('headers_too_large')
      : new ProblemError('invalid_request/http');
  writeProblem(socket, problem, randomUUID());
}
