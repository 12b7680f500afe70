import { describe, expect, it } from 'vitest';
import { readListId, readStatus, readToken, readVersion } from './answers.js';

describe('what listmonk answers', () => {
  it('says how far an import is', () => {
    const data = { name: 'people.csv', total: 30_000, imported: 10_000, status: 'importing' };
    expect(readStatus({ data })).toEqual({ status: 'importing', total: 30_000, imported: 10_000 });
  });

  it.each([
    ['an error', { message: 'invalid session' }],
    ['a state that nobody knows', { data: { total: 1, imported: 1, status: 'resting' } }],
  ])('is not taken for a status when it is %s', (_, answer) => {
    expect(() => readStatus(answer)).toThrow(/"data"/);
  });

  it('has the id of a list', () => {
    expect(readListId({ data: { id: 7, name: 'a list' } })).toBe(7);
    expect(() => readListId({ data: {} })).toThrow(/"id"/);
  });
});

describe('what listmonk prints', () => {
  it('has the token of the API user', () => {
    expect(readToken(['setup complete', 'export LISTMONK_ADMIN_API_TOKEN="aB3"', 'run the program'])).toBe('aB3');
    expect(() => readToken(['setup complete'])).toThrow('no token');
  });

  it.each([
    [['v6.2.0 (#ef0a758 2026-06-26T10:18:17+0000)'], 'v6.2.0'],
    [['v6.2.0-rc.1 (#1 2)'], 'v6.2.0-rc.1'],
    [[' ("", 2026)'], '("", 2026)'],
    [[''], 'of unknown version'],
    [[], 'of unknown version'],
  ])('has its version: %j', (lines, version) => {
    expect(readVersion(lines)).toBe(version);
  });
});
