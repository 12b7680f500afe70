import type { ProblemError } from '#platform';
import type { FastifyReply } from 'fastify';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';

const CONTENT_TYPE = 'application/problem+json; charset=utf-8';

/** Answers with problem+json (RFC 9457). */
export function sendProblem(reply: FastifyReply, problem: ProblemError, requestId: string): void {
  void reply
    .status(problem.status)
    .headers(problem.extra.headers ?? {})
    .header('content-type', CONTENT_TYPE)
    .header('cache-control', 'no-store')
    .send(JSON.stringify(problem.toBody(requestId)));
}

/** The same for a request that never became one, because its head could not be read. */
export function writeProblem(socket: Socket, problem: ProblemError, requestId: string): void {
  const body = JSON.stringify(problem.toBody(requestId));
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    `Content-Type: ${CONTENT_TYPE}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${requestId}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
