import type { ProblemCode } from '#contracts';
import type { RouteDeclaration } from './route-declaration.js';

/** The errors that any multipart body with a file may cause (`read-upload.ts` and what it uses). */
const OF_UPLOADS: ProblemCode[] = [
  'not_multipart',
  'missing_field',
  'unexpected_field',
  'missing_file',
  'empty_file',
  'upload_incomplete',
  'upload_too_slow',
  'file_too_large',
];

/** All error codes of a route: its own, and those that follow from its declaration. */
export function routeProblems(method: string, paths: string[], declaration: RouteDeclaration): ProblemCode[] {
  const { role, scope, personal, download, mayBeGuessedAt, mayLackFactor, query, body, form } = declaration;
  const { problems = [] } = declaration;
  const isPublic = role === 'public';
  const canBeMalformed = query !== undefined || body !== undefined || form !== undefined;
  const hasParameters = paths.some((path) => path.includes(':'));
  return [
    ...codes(!isPublic, 'not_signed_in', 'organisation_suspended'),
    ...codes(!isPublic && !mayLackFactor, 'second_factor_required'),
    ...codes(!isPublic || mayBeGuessedAt, 'too_many_requests'),
    // Any request that is no GET may have a JSON body, which is read before anything else.
    ...codes(canBeMalformed || hasParameters || method !== 'GET', 'invalid_request'),
    ...codes(method !== 'GET', 'body_too_large'),
    ...codes(body !== undefined, 'unsupported_media_type'),
    ...codes(form !== undefined, ...OF_UPLOADS),
    ...codes(!isPublic && (role !== 'viewer' || scope !== 'any' || personal || download), 'not_allowed'),
    ...codes(!isPublic && method !== 'GET', 'csrf'),
    ...problems,
    'headers_too_large',
    'internal_error',
    'query_too_slow',
    'unavailable',
  ];
}

function codes(condition: boolean | undefined, ...which: ProblemCode[]): ProblemCode[] {
  return condition ? which : [];
}
