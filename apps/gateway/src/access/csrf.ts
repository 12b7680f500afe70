import { ProblemError } from '#platform';
import type { FastifyRequest } from 'fastify';

const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];

/**
 * A browser sends the session cookie along whatever page made it ask; a header of our own only our page can set
 * (another origin would need our leave by CORS, which nobody gets). So what changes something needs it.
 * @throws ProblemError `csrf`
 */
export function checkComesFromPage(request: Pick<FastifyRequest, 'method' | 'headers'>): void {
  if (SAFE_METHODS.includes(request.method)) return;
  if (request.headers['x-requested-with'] === 'contacts') return;
  throw new ProblemError('csrf', 'Send the header X-Requested-With: contacts, or use an API key.');
}
