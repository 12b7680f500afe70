import type { Config } from '#platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OwnCookie } from '../http/own-cookie.js';

const COOKIE = new OwnCookie('contacts_attempt', { path: '/v1/session', sameSite: 'strict' });
/** How long the second step of a sign-in may take. */
export const ATTEMPT_SECONDS = 600;

/** The token of a sign-in that waits for its second step. Only the browser that gave the password can go on. */
export function readAttemptCookie(request: FastifyRequest): string | null {
  return COOKIE.readAll(request)[0]?.value ?? null;
}

export function setAttemptCookie(reply: FastifyReply, token: string, config: Config): void {
  COOKIE.set(reply, token, ATTEMPT_SECONDS, config);
}

export function clearAttemptCookie(reply: FastifyReply, config: Config): void {
  COOKIE.clear(reply, config);
}
