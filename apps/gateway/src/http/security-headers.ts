import helmet from '@fastify/helmet';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';

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

/** The same policy for the page: the styles that its component library makes have this nonce. */
export function pageContentSecurityPolicy(nonce: string): string {
  return policyWith({ styleSrc: ["'self'", `'nonce-${nonce}'`] });
}

const INLINE_STYLES = { styleSrc: ["'self'", "'unsafe-inline'"] };

/** The pages of the API's documentation come from a package, with inline styles. */
const DOCS_CONTENT_SECURITY_POLICY = policyWith(INLINE_STYLES);

/** So does the queue board, which also needs a `<base>`. Its fonts from another origin stay blocked. */
export const BOARD_CONTENT_SECURITY_POLICY = policyWith({ ...INLINE_STYLES, baseUri: ["'self'"] });

function policyWith(others: Partial<typeof CONTENT_SECURITY_POLICY.directives>): string {
  return Object.entries({ ...CONTENT_SECURITY_POLICY.directives, ...others })
    .map(([name, sources]) => `${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} ${sources.join(' ')}`)
    .join(';');
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
    if (/^\/docs(\/|\?|$)/.test(request.url))
      reply.raw.setHeader('Content-Security-Policy', DOCS_CONTENT_SECURITY_POLICY);
    done();
  });
}
