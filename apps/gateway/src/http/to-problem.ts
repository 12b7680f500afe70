import { HttpException } from '@nestjs/common';
import type { ProblemCode } from '#contracts';
import { isTransient, ProblemError } from '#platform';

/** What Fastify and its plug-ins refuse, in our words: theirs name internals or repeat what was sent. */
const FASTIFY_ERRORS: Record<string, [ProblemCode, string]> = {
  FST_ERR_BAD_URL: ['invalid_request', 'The address has a broken % escape.'],
  FST_ERR_MAX_PARAM_LENGTH: ['not_found', 'There is nothing at this address.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['invalid_request', 'The body is empty: send JSON, or leave out the Content-Type.'],
  FST_ERR_CTP_INVALID_JSON_BODY: ['invalid_request', 'The body is not valid JSON.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['invalid_request', 'The body is not as long as Content-Length says.'],
  FST_ERR_CTP_BODY_TOO_LARGE: ['body_too_large', 'The body is larger than 1 MiB.'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['unsupported_media_type', 'Send the body as application/json.'],
};

const STATUSES: Record<number, [ProblemCode, string]> = {
  // Of the page's files: a path out of their folder. Our own refusals come with a code.
  403: ['not_found', 'There is nothing at this address.'],
  404: ['not_found', 'There is nothing at this address; /docs lists what there is.'],
  413: ['body_too_large', 'The request is too large.'],
  414: ['not_found', 'There is nothing at this address.'],
  415: ['unsupported_media_type', 'Send the body as application/json.'],
};

/** Turns whatever was thrown into an answer. What is not the caller's fault says nothing of the inside. */
export function toProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  const status = clientErrorStatus(error);
  if (status !== null) {
    const [code, detail] = FASTIFY_ERRORS[fastifyCode(error)] ??
      STATUSES[status] ?? ['invalid_request', 'The request could not be read.'];
    return new ProblemError(code, detail, { cause: error });
  }
  if (isTransient(error)) {
    return new ProblemError('unavailable', 'A part of the service is away; try again in a moment.', {
      cause: error,
      headers: { 'Retry-After': '5' },
    });
  }
  return new ProblemError('internal_error', 'It is not your fault. Try again; if it stays, tell us the request id.', {
    cause: error,
  });
}

/** The 4xx status that Nest, Fastify or a plug-in gave an error; null when it has none. */
function clientErrorStatus(error: unknown): number | null {
  const status =
    error instanceof HttpException
      ? error.getStatus()
      : error instanceof Error
        ? (error as { statusCode?: unknown }).statusCode
        : null;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : null;
}

/** Nest wraps Fastify's errors; broken JSON comes as a bare SyntaxError. */
function fastifyCode(error: unknown): string {
  const original = error instanceof HttpException ? error.cause : error;
  if (original instanceof SyntaxError) return 'FST_ERR_CTP_INVALID_JSON_BODY';
  const code = (original as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : '';
}
