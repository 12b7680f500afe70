import type { Config } from '#platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OwnCookie } from '../http/own-cookie.js';

/** Forms of other sites do not send it. */
const COOKIE = new OwnCookie('contacts_session', { path: '/', sameSite: 'lax' });

/** The name of the cookie. */
export function sessionCookieName(config: Config): string {
  return COOKIE.name(config);
}

/**
 * The session tokens that the browser sent, the most trustworthy first. One without the prefix is only good for sessions
 * that began without it (`hasPrefix` of their record): another host may have planted it.
 */
export function readSessionCookies(request: FastifyRequest): { value: string; hasPrefix: boolean }[] {
  return COOKIE.readAll(request);
}

export function setSessionCookie(reply: FastifyReply, token: string, config: Config): void {
  COOKIE.set(reply, token, Math.round(config.SESSION_HOURS * 3600), config);
}

export function clearSessionCookie(reply: FastifyReply, config: Config): void {
  COOKIE.clear(reply, config);
}
