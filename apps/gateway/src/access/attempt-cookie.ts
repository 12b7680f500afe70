import type { Config } from '#platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isSecure } from './session-cookie.js';

const COOKIE = 'contacts_attempt';
/** How long the second step of a sign-in may take. */
export const ATTEMPT_SECONDS = 600;

/** The token of a sign-in that waits for its second step. Only the browser that gave the password can go on. */
export function readAttemptCookie(request: FastifyRequest): string | null {
  return request.cookies[COOKIE] ?? null;
}

export function setAttemptCookie(reply: FastifyReply, token: string, config: Config): void {
  void reply.setCookie(COOKIE, token, { ...attributes(config), maxAge: ATTEMPT_SECONDS });
}

export function clearAttemptCookie(reply: FastifyReply, config: Config): void {
  void reply.clearCookie(COOKIE, attributes(config));
}

function attributes(config: Config) {
  return { path: '/v1/session', httpOnly: true, sameSite: 'strict', secure: isSecure(config) } as const;
}
