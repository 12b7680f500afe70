import { DEFAULT_LANGUAGE } from '#contracts';
import { RETRY_AFTER_SECONDS, type ProblemError } from '#platform';
import type { FastifyReply } from 'fastify';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { languageOf, noteLanguage } from './language.js';

export const CONTENT_TYPE = 'application/problem+json; charset=utf-8';

/**
 * Answers with problem+json (RFC 9457), in the language that the request asks for. Every 503 says when to try again.
 */
export function sendProblem(reply: FastifyReply, problem: ProblemError, requestId: string): void {
  const language = languageOf(reply.request.headers['accept-language']);
  reply.request.problemCode = problem.code;
  noteLanguage(reply, language);
  void reply
    .status(problem.status)
    .headers({ ...(problem.status === 503 && { 'Retry-After': RETRY_AFTER_SECONDS }), ...problem.extra.headers })
    .header('content-type', CONTENT_TYPE)
    .header('cache-control', 'no-store')
    .send(JSON.stringify(problem.toBody(language, requestId, reply.request.span?.traceId)));
}

/** The same for a connection whose request could not be parsed. @param headers those of every answer */
export function writeProblem(
  socket: Socket,
  problem: ProblemError,
  requestId: string,
  headers: Readonly<Record<string, string>>,
): void {
  const body = JSON.stringify(problem.toBody(DEFAULT_LANGUAGE, requestId));
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    `Content-Type: ${CONTENT_TYPE}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${requestId}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
