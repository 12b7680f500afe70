import type { Config } from '#platform';
import type { FastifyReply, FastifyRequest } from 'fastify';

export const SESSION_COOKIE = 'contacts_session';

/** The session's token as the browser sent it. */
export function readSessionCookie(request: FastifyRequest): string | null {
  return request.cookies[SESSION_COOKIE] ?? null;
}

/** Scripts cannot read it, other sites' forms do not carry it, and over https it never travels in the clear. */
export function setSessionCookie(reply: FastifyReply, token: string, config: Config): void {
  void reply.setCookie(SESSION_COOKIE, token, {
    ...attributes(config),
    maxAge: Math.round(config.SESSION_HOURS * 3600),
  });
}

export function clearSessionCookie(reply: FastifyReply, config: Config): void {
  void reply.clearCookie(SESSION_COOKIE, attributes(config));
}

function attributes(config: Config) {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure(config) } as const;
}

/** True when browsers reach us by https. */
export function isSecure(config: Pick<Config, 'PUBLIC_URL'>): boolean {
  return config.PUBLIC_URL?.startsWith('https:') ?? false;
}
