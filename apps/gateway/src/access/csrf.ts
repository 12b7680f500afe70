import { ProblemError } from '#platform';
import type { FastifyRequest } from 'fastify';

/** Methods that change nothing (RFC 9110, 9.2.1). */
const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];

type Sent = Pick<FastifyRequest, 'method' | 'headers'>;

export function isSafe({ method }: Pick<FastifyRequest, 'method'>): boolean {
  return SAFE_METHODS.includes(method);
}

/**
 * A browser sends the session cookie with requests from any page. Only our own page can set a custom header: another
 * origin would need permission by CORS, which we give to nobody. So every change needs that header.
 * @throws ProblemError `csrf`
 */
export function checkComesFromPage(request: Sent): void {
  if (isSafe(request)) return;
  if (request.headers['x-requested-with'] === 'contacts') return;
  throw new ProblemError('csrf');
}

/**
 * The same check for a page that we cannot change, like the queue board. Browsers state the origin of a request, and no
 * script can change that. On plain http they omit `Sec-Fetch-Site`, so `Origin` is compared instead.
 * @throws ProblemError `csrf`
 */
export function checkSameOrigin(request: Sent): void {
  if (isSafe(request)) return;
  const { headers } = request;
  const site = headers['sec-fetch-site'];
  const isSame = site === undefined ? hostOf(headers.origin) === headers.host : site === 'same-origin';
  if (!isSame) throw new ProblemError('csrf/queues');
}

function hostOf(origin: string | undefined): string | null {
  return origin !== undefined && URL.canParse(origin) ? new URL(origin).host : null;
}
