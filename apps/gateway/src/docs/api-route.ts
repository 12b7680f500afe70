import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse } from '@nestjs/swagger';
import { PROBLEMS, type ProblemCode } from '#contracts';
import type { z } from 'zod';
import { fieldSchemas, schemaRef, type AnswerName, type BodyName } from './api-schemas.js';

/** What the OpenAPI document says of a route. */
export interface RouteDocs {
  summary: string;
  description?: string;
  /** True when it needs neither key nor session. */
  public?: boolean;
  query?: z.ZodObject;
  /** Examples of query parameters by name. */
  queryExamples?: Record<string, unknown>;
  body?: { schema: BodyName; example: unknown; required?: boolean };
  form?: { fields: z.ZodObject; file: string };
  answer: {
    status: number;
    description?: string;
    schema?: AnswerName;
    example?: unknown;
    contentType?: string;
    /** Headers of the answer and what they say. */
    headers?: Record<string, string>;
  };
  /** Error codes of this route, besides those that every route has. */
  problems?: ProblemCode[];
}

const EVERYWHERE: ProblemCode[] = ['internal_error', 'unavailable'];

/** Describes a route: its query and bodies from the contracts' schemas, its answer, and each error with an example. */
export function ApiRoute(docs: RouteDocs): MethodDecorator {
  const problems = [
    ...(docs.public ? [] : (['not_signed_in', 'too_many_requests'] as const)),
    ...(docs.problems ?? []),
    ...EVERYWHERE,
  ];
  return applyDecorators(
    ApiOperation({
      summary: docs.summary,
      ...(docs.description && { description: docs.description }),
      ...(docs.public && { security: [] }),
      ...(docs.body && { requestBody: jsonBody(docs.body) }),
      ...(docs.form && { requestBody: formBody(docs.form) }),
    }),
    ...queryParameters(docs),
    answer(docs.answer),
    ...problemAnswers(problems),
  );
}

function queryParameters({ query, queryExamples = {} }: RouteDocs): MethodDecorator[] {
  if (!query) return [];
  const { properties, required } = fieldSchemas(query);
  return Object.entries(properties).map(([name, schema]) =>
    ApiQuery({
      name,
      schema,
      required: required.includes(name),
      ...(name in queryExamples && { example: queryExamples[name] }),
    }),
  );
}

function jsonBody({ schema, example, required = true }: NonNullable<RouteDocs['body']>) {
  return { required, content: { 'application/json': { schema: schemaRef(schema), example } } };
}

/** The file comes last, because what comes before it says what to do with it. */
function formBody({ fields, file }: NonNullable<RouteDocs['form']>) {
  const { properties, required } = fieldSchemas(fields);
  const schema = {
    type: 'object',
    properties: { ...properties, file: { type: 'string', format: 'binary', description: file } },
    required: [...required, 'file'],
  };
  return { required: true, content: { 'multipart/form-data': { schema } } };
}

function answer({
  status,
  description = '',
  schema,
  example,
  contentType = 'application/json',
  headers = {},
}: RouteDocs['answer']): MethodDecorator {
  const described = Object.entries(headers).map(
    ([name, text]) => [name, { description: text, schema: { type: 'string' as const } }] as const,
  );
  return ApiResponse({
    status,
    description,
    headers: Object.fromEntries(described),
    ...(schema && {
      content: { [contentType]: { schema: schemaRef(schema), ...(example !== undefined && { example }) } },
    }),
  });
}

/** One answer for each status, with an example for each code. */
function problemAnswers(codes: ProblemCode[]): MethodDecorator[] {
  const statuses = [...new Set(codes.map((code) => PROBLEMS[code].status))];
  return statuses.map((status) => {
    const ofStatus = codes.filter((code) => PROBLEMS[code].status === status);
    const examples = Object.fromEntries(ofStatus.map((code) => [code, { value: problemExample(code) }]));
    return ApiResponse({
      status,
      description: ofStatus.map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join('; '),
      content: { 'application/problem+json': { schema: schemaRef('Problem'), examples } },
    });
  });
}

function problemExample(code: ProblemCode) {
  const { status, title } = PROBLEMS[code];
  return {
    type: `urn:contacts:problem:${code}`,
    title,
    status,
    code,
    detail: `${title}.`,
    requestId: '0197c5a2-6e1f-4f7e-9a55-3c1d2b7f8e90',
  };
}
