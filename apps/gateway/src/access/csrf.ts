import { ProblemError } from '#platform';
import type { FastifyRequest } from 'fastify';

/** Methods that change nothing (RFC 9110, 9.2.1). */
const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];

type Sent = Pick<FastifyRequest, 'method' | 'headers'>;

export function isSafe({ method }: Pick<FastifyRequest, 'method'>): boolean {
  return SAFE_METHODS.includes(method);
}

/**
 * A browser sends the session cookie along whatever page made it ask; a header of our own only our page can set
 * (another origin would need our leave by CORS, which nobody gets). So what changes something needs it.
 * @throws ProblemError `csrf`
 */
export function checkComesFromPage(request: Sent): void {
  if (isSafe(request)) return;
  if (request.headers['x-requested-with'] === 'contacts') return;
  throw new ProblemError('csrf');
}

/**
 * The same for a page that is not ours to change, like the board of queues: browsers say themselves where a request
 * comes from, and no script can make them say otherwise. They leave `Sec-Fetch-Site` out on plain http.
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
