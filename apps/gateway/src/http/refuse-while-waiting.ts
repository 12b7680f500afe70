import { ProblemError, RETRY_AFTER_SECONDS } from '#platform';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { languageOf } from './language.js';
import { CONTENT_TYPE } from './problem-answer.js';
import { requestIdOf } from './request-id.js';

/** Answers a request that comes before the gateway can serve it: 503 with problem+json, like a dependency that is away. */
export function refuseWhileWaiting(request: IncomingMessage, response: ServerResponse): void {
  const problem = new ProblemError('unavailable');
  const language = languageOf(request.headers['accept-language']);
  const requestId = requestIdOf(request);
  response
    .writeHead(problem.status, {
      'Content-Type': CONTENT_TYPE,
      'Content-Language': language,
      'Cache-Control': 'no-store',
      'Retry-After': RETRY_AFTER_SECONDS,
      'X-Request-Id': requestId,
    })
    .end(JSON.stringify(problem.toBody(language, requestId)));
}
