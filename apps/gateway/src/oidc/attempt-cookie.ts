import type { Config } from '#platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isSecure } from '../access/session-cookie.js';

const COOKIE = 'contacts_oidc';
/** How long somebody may take at the provider. */
const SECONDS = 600;

const attemptSchema = z.object({
  state: z.string().min(20),
  nonce: z.string().min(20),
  verifier: z.string().min(43),
  returnTo: z.string(),
});
export type KeptAttempt = z.infer<typeof attemptSchema>;

/** The browser keeps what it set out with: another browser cannot come back in its place, and no store fills up. */
export function keepAttempt(reply: FastifyReply, attempt: KeptAttempt, config: Config): void {
  const value = Buffer.from(JSON.stringify(attempt)).toString('base64url');
  void reply.setCookie(COOKIE, value, { ...attributes(config), maxAge: SECONDS });
}

/** Reads the attempt and ends it: it counts once. Null when there is none, or none that can be read. */
export function takeAttempt(request: FastifyRequest, reply: FastifyReply, config: Config): KeptAttempt | null {
  const value = request.cookies[COOKIE];
  void reply.clearCookie(COOKIE, attributes(config));
  if (value === undefined) return null;
  try {
    return attemptSchema.parse(JSON.parse(Buffer.from(value, 'base64url').toString()));
  } catch {
    return null;
  }
}

/** `lax`: it has to come along when the provider sends the browser back. */
function attributes(config: Config) {
  return { path: '/v1/session/oidc', httpOnly: true, sameSite: 'lax', secure: isSecure(config) } as const;
}
