import { ProblemError, RETRY_AFTER_SECONDS, type Config } from '#platform';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { bareHeaders } from './bare-headers.js';
import { languageOf } from './language.js';
import { CONTENT_TYPE } from './problem-answer.js';
import { requestIdOf } from './request-id.js';

/** Answers a request that comes before the gateway can serve it: 503 with problem+json, like a dependency that is away. */
export function refuseWhileWaiting(config: Config): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    const problem = new ProblemError('unavailable');
    const language = languageOf(request.headers['accept-language']);
    const requestId = requestIdOf(request);
    response
      .writeHead(problem.status, {
        'Content-Type': CONTENT_TYPE,
        'Content-Language': language,
        'Retry-After': RETRY_AFTER_SECONDS,
        'X-Request-Id': requestId,
        ...bareHeaders(config),
      })
      .end(JSON.stringify(problem.toBody(language, requestId)));
  };
}
