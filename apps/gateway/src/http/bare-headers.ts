import type { Config } from '#platform';
import { isSecure } from './public-url.js';

/**
 * The security headers of an answer before which no hook of Fastify runs: to a request that cannot be parsed, or that
 * comes before the gateway can serve it. All others have those of `security-headers.ts`. It may load and run nothing.
 */
export function bareHeaders(config: Pick<Config, 'PUBLIC_URL'>): Record<string, string> {
  return {
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'none';base-uri 'none';frame-ancestors 'none'",
    'Referrer-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    ...(isSecure(config) && { 'Strict-Transport-Security': 'max-age=31536000; includeSubDomains' }),
  };
}
