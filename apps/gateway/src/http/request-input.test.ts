import { describe, expect, it } from 'vitest';
import { contactListQuerySchema, importListQuerySchema, queryToFilterInput } from '#contracts';
import type { ProblemError } from '#platform';
import { parseInput, readQuery } from './request-input.js';

const parse = (query: string) =>
  parseInput(contactListQuerySchema, queryToFilterInput(readQuery(`/v1/contacts?${query}`)), 'query');

function refusal(work: () => unknown): ProblemError {
  try {
    work();
  } catch (error) {
    return error as ProblemError;
  }
  throw new Error('it was accepted');
}

describe('queries', () => {
  it('reads repeatable parameters, escapes and plus signs', () => {
    expect(parse('tag=dog&tag=a+b&value=city%3ABarcelona&search=Jane%20Smith')).toMatchObject({
      tag: ['dog', 'a b'],
      value: ['city:Barcelona'],
      search: 'Jane Smith',
      limit: 50,
    });
  });

  it.each([
    ['search=a&search=b', 'search'],
    ['limit=10&limit=20', 'limit'],
    ['limit=ten', 'limit'],
    ['limit=501', 'limit'],
    ['accountId[$ne]=x', 'accountId[$ne]'],
    ['__proto__=x', '__proto__'],
    ['value=city', 'value.0'],
    ['sort=age', 'sort'],
    ['updatedSince=2026-11-22', 'updatedSince'],
    ['updatedSince=2026-11-22T10:15:00+01:00', 'updatedSince'],
    ['updatedSince=2026-11-22T10:15:00Z&updatedSince=2026-11-23T10:15:00Z', 'updatedSince'],
    ['import=a', 'import'],
  ])('refuses %s and names the field', (query, field) => {
    const error = refusal(() => parse(query));
    expect(error.code).toBe('invalid_request');
    expect(error.extra.errors?.map((entry) => entry.field)).toContain(field);
  });

  it('takes escapes off once, and looks at what they stood for', () => {
    expect(parse('search=%2541')).toMatchObject({ search: '%41' });
    expect(refusal(() => parse('%6cimit=ten')).code).toBe('invalid_request');
  });

  it('refuses broken escapes', () => {
    expect(refusal(() => readQuery('/v1/contacts?search=%zz')).code).toBe('invalid_request');
    expect(refusal(() => readQuery('/v1/contacts?search=%ff')).code).toBe('invalid_request');
  });

  it('refuses a repeatable parameter of another list', () => {
    expect(
      refusal(() => parseInput(importListQuerySchema, queryToFilterInput(readQuery('/x?tag=a')), 'query')).code,
    ).toBe('invalid_request');
  });
});
