import { HttpException } from '@nestjs/common';
import { isTransient, ProblemError, type PlainProblem } from '#platform';

/** Our codes for errors of Fastify and its plug-ins, whose messages name internals or repeat the input. */
const FASTIFY_ERRORS: Record<string, PlainProblem> = {
  FST_ERR_BAD_URL: 'invalid_request/escape',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'invalid_request/empty_body',
  FST_ERR_CTP_INVALID_JSON_BODY: 'invalid_request/json',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'invalid_request/content_length',
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large/json',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
};

const STATUSES: Record<number, PlainProblem> = {
  // From the file server: a path outside its folder. Our own errors with this status have a code.
  403: 'not_found',
  404: 'not_found/route',
  413: 'body_too_large',
  414: 'not_found',
  415: 'unsupported_media_type',
};

/** MaxTimeMSExpired: a query took longer than QUERY_SECONDS. */
const QUERY_TOO_SLOW = 50;

/** Whether MongoDB ended a query because it took too long. */
export function isTooSlow(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === QUERY_TOO_SLOW;
}

/** Turns any error into a problem. Errors that are not the caller's fault reveal nothing about the internals. */
export function toProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  const status = clientErrorStatus(error);
  if (status !== null) {
    const code = FASTIFY_ERRORS[fastifyCode(error)] ?? STATUSES[status] ?? 'invalid_request/unreadable';
    return new ProblemError(code, { cause: error });
  }
  if (isTooSlow(error)) {
    return new ProblemError('query_too_slow', { cause: error, headers: { 'Retry-After': '30' } });
  }
  if (isTransient(error)) return new ProblemError('unavailable', { cause: error });
  return new ProblemError('internal_error', {
    cause: error,
  });
}

/** The 4xx status of an error of Nest, Fastify or a plug-in; null if it has none. */
function clientErrorStatus(error: unknown): number | null {
  const status =
    error instanceof HttpException
      ? error.getStatus()
      : error instanceof Error
        ? (error as { statusCode?: unknown }).statusCode
        : null;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : null;
}

/** Nest wraps Fastify's errors. Invalid JSON is a plain SyntaxError. */
function fastifyCode(error: unknown): string {
  const original = error instanceof HttpException ? error.cause : error;
  if (original instanceof SyntaxError) return 'FST_ERR_CTP_INVALID_JSON_BODY';
  const code = (original as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : '';
}
