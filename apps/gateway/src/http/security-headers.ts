import helmet from '@fastify/helmet';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { randomBytes } from 'node:crypto';

/** Nothing is loaded from other origins, and no inline scripts and styles are applied. */
const CONTENT_SECURITY_POLICY = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    fontSrc: ["'self'"],
    connectSrc: ["'self'"],
    manifestSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
};

/** 128 bits that nobody can know beforehand. */
export function newNonce(): string {
  return randomBytes(16).toString('base64url');
}

/** The same policy for a page: the blocks of style that have this nonce are applied. */
export function pageContentSecurityPolicy(nonce: string): string {
  const directives = { ...CONTENT_SECURITY_POLICY.directives, styleSrc: ["'self'", `'nonce-${nonce}'`] };
  return Object.entries(directives)
    .map(([name, sources]) => `${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} ${sources.join(' ')}`)
    .join(';');
}

/**
 * A hook for pages that come from packages, with inline styles: gives each block of them the nonce of the answer, and takes
 * off the styles of single elements, which a policy could only allow for all. Styles that scripts set on elements are applied.
 * @param change what else has to be changed in such a page
 */
export function allowOwnStyles(change: (html: string) => string = (html) => html) {
  return async (_request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> => {
    const isPage = String(reply.getHeader('content-type')).startsWith('text/html');
    if (!isPage || typeof payload !== 'string') return payload;
    const nonce = newNonce();
    reply.raw.setHeader('Content-Security-Policy', pageContentSecurityPolicy(nonce));
    return change(payload)
      .replaceAll('<style>', `<style nonce="${nonce}">`)
      .replace(/ style="[^"]*"/g, '');
  };
}

/** Adds security headers to every answer, and forbids caching answers of the API. */
export async function addSecurityHeaders(app: NestFastifyApplication, secure: boolean): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: CONTENT_SECURITY_POLICY,
    // Only with https; browsers ignore the header on http.
    strictTransportSecurity: secure,
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'same-origin' },
  });
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', (request, reply, done) => {
    if (request.url.startsWith('/v1/')) reply.raw.setHeader('Cache-Control', 'no-store');
    done();
  });
}
