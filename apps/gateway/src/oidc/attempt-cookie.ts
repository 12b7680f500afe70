import type { Config } from '#platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { OwnCookie } from '../http/own-cookie.js';

/** `lax`, because the browser must send it when the provider redirects back. */
const COOKIE = new OwnCookie('contacts_oidc', { path: '/v1/session/oidc', sameSite: 'lax' });
/** How long signing in at the provider may take. */
const SECONDS = 600;

const attemptSchema = z.object({
  state: z.string().min(20),
  nonce: z.string().min(20),
  verifier: z.string().min(43),
  returnTo: z.string(),
});
export type KeptAttempt = z.infer<typeof attemptSchema>;

/** Stores the attempt in a cookie. So only the browser that began can finish, and the server has nothing to store. */
export function keepAttempt(reply: FastifyReply, attempt: KeptAttempt, config: Config): void {
  const value = Buffer.from(JSON.stringify(attempt)).toString('base64url');
  COOKIE.set(reply, value, SECONDS, config);
}

/**
 * Reads the attempt and deletes the cookie, so that it works only once. Null if there is none, or if it is invalid. With
 * https, one without the prefix is none: whoever planted it would sign the browser in as somebody else.
 */
export function takeAttempt(request: FastifyRequest, reply: FastifyReply, config: Config): KeptAttempt | null {
  const value = COOKIE.read(request, config);
  COOKIE.clear(reply, config);
  if (value === null) return null;
  try {
    return attemptSchema.parse(JSON.parse(Buffer.from(value, 'base64url').toString()));
  } catch {
    return null;
  }
}
