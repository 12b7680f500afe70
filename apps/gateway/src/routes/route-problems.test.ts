import { describe, expect, it } from 'vitest';
import { apiKeyCreateSchema, importUploadFieldsSchema, pageQuerySchema } from '#contracts';
import { noContent } from './answers.js';
import type { RouteDeclaration } from './route-declaration.js';
import { routeProblems } from './route-problems.js';

const SIGNED_IN = ['not_signed_in', 'organisation_suspended', 'second_factor_required', 'too_many_requests'];
const BODY = ['invalid_request', 'body_too_large', 'unsupported_media_type'];

describe('the problems of a route', () => {
  it.each<[string, string, string, Partial<RouteDeclaration>, string[]]>([
    ['reads without parameters', 'GET', 'me', {}, SIGNED_IN],
    [
      'is also for who lacks a second factor',
      'GET',
      'me',
      { mayLackFactor: true },
      SIGNED_IN.filter((code) => code !== 'second_factor_required'),
    ],
    ['is public', 'GET', 'ways', { role: 'public' }, []],
    ['may be guessed at', 'GET', 'oidc', { role: 'public', mayBeGuessedAt: true }, ['too_many_requests']],
    ['reads with a query', 'GET', '', { query: pageQuerySchema }, [...SIGNED_IN, 'invalid_request']],
    ['names an id', 'GET', ':id', {}, [...SIGNED_IN, 'invalid_request']],
    ['is for administrators', 'GET', '', { role: 'admin' }, [...SIGNED_IN, 'not_allowed']],
    ['is for keys with a scope', 'GET', '', { scope: 'export' }, [...SIGNED_IN, 'not_allowed']],
    ['changes something', 'DELETE', 'all', {}, [...SIGNED_IN, 'invalid_request', 'body_too_large', 'csrf']],
    [
      'takes a body',
      'POST',
      '',
      { role: 'editor', body: apiKeyCreateSchema },
      [...SIGNED_IN, ...BODY, 'not_allowed', 'csrf'],
    ],
    ['takes a body of anybody', 'POST', '', { role: 'public', body: apiKeyCreateSchema }, BODY],
    ['has a problem of its own', 'GET', 'me', { problems: ['not_ready'] }, [...SIGNED_IN, 'not_ready']],
  ])('that %s', (_, method, path, more, expected) => {
    const declaration: RouteDeclaration = {
      ...{ role: 'viewer', scope: 'any', summary: 'A route', answer: noContent('') },
      ...more,
    } as RouteDeclaration;
    const always = ['headers_too_large', 'internal_error', 'query_too_slow', 'unavailable'];
    expect(routeProblems(method, [path], declaration)).toEqual([...expected, ...always]);
  });

  it('that takes a file: whatever may be wrong with a form', () => {
    const form = { fields: importUploadFieldsSchema, file: 'A CSV.' };
    const declaration: RouteDeclaration = {
      role: 'viewer',
      scope: 'import',
      summary: 'A route',
      answer: noContent(''),
      form,
    };
    expect(routeProblems('POST', [''], declaration)).toEqual(
      expect.arrayContaining(['invalid_request', 'not_multipart', 'missing_file', 'file_too_large', 'upload_too_slow']),
    );
  });
});
