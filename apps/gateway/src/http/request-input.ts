import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { coded, FIELD_ERRORS, queryToFilterInput, render, type Language } from '#contracts';
import { ProblemError, type FieldFault } from '#platform';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { routeOf } from '../routes/route-declaration.js';
import { currentLanguage } from './language.js';

/** The query, validated by the schema of the route. Unknown, invalid and repeated parameters are refused. */
export const ValidQuery = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const { url } = context.switchToHttp().getRequest<FastifyRequest>();
  return parseInput(routeOf(context)!.query!, queryToFilterInput(readQuery(url)), 'query');
});

/** The JSON body, validated by the schema of the route. A missing body counts as `{}`. */
export const JsonBody = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const { body, headers } = context.switchToHttp().getRequest<FastifyRequest>();
  const type = headers['content-type']?.split(';')[0]!.trim().toLowerCase();
  if (type !== undefined && type !== 'application/json') {
    throw new ProblemError('unsupported_media_type');
  }
  return parseInput(routeOf(context)!.body!, body ?? {}, 'body');
});

/** The parameters of the URL in their order. An invalid % escape is refused. */
export function readQuery(url: string): URLSearchParams {
  const start = url.indexOf('?');
  const query = start < 0 ? '' : url.slice(start + 1);
  try {
    decodeURIComponent(query);
  } catch {
    throw new ProblemError('invalid_request/escape');
  }
  return new URLSearchParams(query);
}

/** Validates input. @throws ProblemError `invalid_request`, which lists each invalid field */
export function parseInput<T extends z.ZodType>(schema: T, input: unknown, what: 'query' | 'body'): z.infer<T> {
  const parsed = schema.safeParse(input, { error: (issue) => plainMessage(issue, what) ?? zodMessage(issue) });
  if (parsed.success) return parsed.data;
  throw new ProblemError(`invalid_request/${what}`, { errors: fieldErrors(parsed.error) });
}

/** One entry for each invalid field, with its path (`filter.tag.0`). Says what is expected, not what was sent. */
export function fieldErrors(error: z.ZodError): FieldFault[] {
  return error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ field: [...issue.path, key].join('.'), message: fieldMessage('field/unknown') }))
      : [
          {
            field: issue.path.join('.'),
            message: isFieldError(issue.message) ? fieldMessage(issue.message) : issue.message,
          },
        ],
  );
}

/** Replaces zod's messages for missing and repeated values, which are hard to understand. */
function plainMessage({ code, input }: z.core.$ZodRawIssue, what: 'query' | 'body'): string | undefined {
  if (code !== 'invalid_type') return undefined;
  if (input === undefined) return fieldMessage('field/missing');
  return what === 'query' && Array.isArray(input) ? fieldMessage('field/repeated') : undefined;
}

type FieldErrorCode = keyof typeof FIELD_ERRORS;

const isFieldError = (text: string): text is FieldErrorCode => Object.hasOwn(FIELD_ERRORS, text);

/** The message for an invalid field, in the language of the request. */
export const fieldMessage = (code: FieldErrorCode): string => render(coded(code), currentLanguage());

const ZOD_MESSAGES = { en: z.locales.en().localeError, es: z.locales.es().localeError } satisfies Record<
  Language,
  z.core.$ZodErrorMap
>;

/** zod's messages by language. Its locale is not set for the whole process, because each request has its own. */
export const zodMessage: z.core.$ZodErrorMap = (issue) => ZOD_MESSAGES[currentLanguage()](issue);
