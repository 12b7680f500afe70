import { describe, expect, it } from 'vitest';
import { BadRequestException, HttpException, NotFoundException } from '@nestjs/common';
import { ProblemError } from '#platform';
import { ZodError } from 'zod';
import { toProblem } from './to-problem.js';

const error = (fields: object, message = 'secret detail of the inside') => Object.assign(new Error(message), fields);

describe('toProblem', () => {
  it('leaves our own errors as they are', () => {
    const own = new ProblemError('not_ready/export');
    expect(toProblem(own)).toBe(own);
  });

  it.each<[string, unknown, string]>([
    ['unknown route', new NotFoundException('Cannot GET /v1/x'), 'not_found'],
    [
      'body too large',
      new HttpException('too large', 413, { cause: error({ code: 'FST_ERR_CTP_BODY_TOO_LARGE' }) }),
      'body_too_large',
    ],
    ['broken JSON', error({ statusCode: 400, name: 'SyntaxError' }), 'invalid_request'],
    ['over-long parameter', error({ statusCode: 414, code: 'FST_ERR_MAX_PARAM_LENGTH' }), 'not_found'],
    ['any other 4xx', new HttpException('teapot', 418), 'invalid_request'],
    ['forbidden property in JSON', new BadRequestException('__proto__'), 'invalid_request'],
    ['MongoDB away', error({ name: 'MongoServerSelectionError' }), 'unavailable'],
    ['a query that MongoDB ended', error({ name: 'MongoServerError', code: 50 }), 'query_too_slow'],
    ['Redis away', error({ name: 'MaxRetriesPerRequestError' }), 'unavailable'],
    ['object store away', error({ code: 'ECONNREFUSED' }), 'unavailable'],
    ['our own slip with a schema', new ZodError([]), 'internal_error'],
    ['a bug', new TypeError('x is not a function'), 'internal_error'],
    ['something that is no error', 'text', 'internal_error'],
  ])('%s', (_, thrown, code) => {
    expect(toProblem(thrown).code).toBe(code);
  });

  it('never repeats the words of what was thrown', () => {
    for (const thrown of [
      error({}),
      error({ statusCode: 400 }),
      new BadRequestException('secret detail of the inside'),
    ]) {
      expect(JSON.stringify(toProblem(thrown).toBody('en', 'id'))).not.toContain('secret');
    }
  });
});
