import { applyDecorators } from '@nestjs/common';
import { ApiExtension, ApiOperation, ApiQuery, ApiResponse } from '@nestjs/swagger';
import { exampleOf, problemExample, problemSchema, PROBLEMS, type ProblemCode } from '#contracts';
import type { z } from 'zod';
import { answerOf, type Answer } from '../routes/answers.js';
import type { RouteDeclaration } from '../routes/route-declaration.js';
import { fieldSchemas, shapeRef } from './api-schemas.js';

/** Documents a route in the OpenAPI document: who may call it, query, bodies, answer, and each error with an example. */
export function documentRoute(declaration: RouteDeclaration, problems: ProblemCode[]): MethodDecorator {
  const { summary, description, role, scope, personal, operators, download, body, form } = declaration;
  return applyDecorators(
    ApiOperation({
      summary,
      ...(description && { description }),
      ...(role === 'public' && { security: [] }),
      ...(body && { requestBody: jsonBody(body) }),
      ...(form && { requestBody: formBody(form) }),
    }),
    // Who may call it: the test of access follows from this (access-matrix.test.ts).
    ApiExtension('x-role', role),
    ...(scope ? [ApiExtension('x-scope', scope)] : []),
    ...(personal ? [ApiExtension('x-personal', true)] : []),
    ...(operators ? [ApiExtension('x-operators', true)] : []),
    ...(download ? [ApiExtension('x-download', true)] : []),
    ...queryParameters(declaration),
    ...documentAnswer(answerOf(declaration.answer)),
    ...documentProblems(problems),
  );
}

function queryParameters({ query, queryExamples = {} }: RouteDeclaration): MethodDecorator[] {
  if (!query) return [];
  const examples = queryExamples as Record<string, unknown>;
  const { properties, required } = fieldSchemas(query);
  return Object.entries(properties).map(([name, schema]) =>
    ApiQuery({
      name,
      schema,
      required: required.includes(name),
      ...(name in examples && { example: examples[name] }),
    }),
  );
}

function jsonBody(schema: z.ZodType) {
  const required = !schema.safeParse({}).success;
  return { required, content: { 'application/json': { schema: shapeRef(schema), example: exampleOf(schema) } } };
}

/** The file comes last, because the fields before it say how to process it. */
function formBody({ fields, file }: NonNullable<RouteDeclaration['form']>) {
  const { properties, required } = fieldSchemas(fields);
  const schema = {
    type: 'object',
    properties: { ...properties, file: { type: 'string', format: 'binary', description: file } },
    required: [...required, 'file'],
  };
  return { required: true, content: { 'multipart/form-data': { schema } } };
}

function documentAnswer(answer: Answer<unknown>): MethodDecorator[] {
  const { status, also = {}, description = '', schema, contentType = 'application/json', headers, location } = answer;
  const said = { ...headers, ...(location !== undefined && { Location: location }) };
  const described = Object.entries(said).map(
    ([name, text]) => [name, { description: text, schema: { type: 'string' as const } }] as const,
  );
  const content = schema && { [contentType]: { schema: shapeRef(schema), ...answerExample(answer) } };
  return Object.entries({ [status]: description, ...also }).map(([each, text]) =>
    ApiResponse({
      status: Number(each),
      description: text,
      headers: Object.fromEntries(described),
      ...(content && { content }),
    }),
  );
}

/** An event stream is not JSON, so it has no example. */
function answerExample({ schema, example, contentType }: Answer<unknown>): { example?: unknown } {
  return contentType === undefined ? { example: example ?? exampleOf(schema!) } : {};
}

/** One response per status, with an example for each code. */
function documentProblems(codes: ProblemCode[]): MethodDecorator[] {
  const statuses = [...new Set(codes.map((code) => PROBLEMS[code].status))];
  return statuses.map((status) => {
    const ofStatus = codes.filter((code) => PROBLEMS[code].status === status);
    const examples = Object.fromEntries(ofStatus.map((code) => [code, { value: problemExample(code) }]));
    return ApiResponse({
      status,
      description: ofStatus.map((code) => `\`${code}\`: ${PROBLEMS[code].title.en}`).join('; '),
      content: { 'application/problem+json': { schema: shapeRef(problemSchema), examples } },
    });
  });
}
