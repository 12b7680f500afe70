import { describe, expect, it } from 'vitest';
import type { Statement } from '#contracts';
import type { MergeOptions } from './merge-statement.js';
import { statementHash } from './statement-hash.js';

const statement: Statement = {
  row: 2,
  phone: '34600000001',
  name: 'Jane',
  tags: ['dog', 'cat'],
  values: [
    { name: 'city', value: 'London' },
    { name: 'pet', value: null },
  ],
};
const options: MergeOptions = { blankCells: 'keep', tagsMode: 'replace' };

describe('the hash of a statement', () => {
  it.each<[string, Partial<Statement>, Partial<MergeOptions>]>([
    ['another name', { name: 'jane' }, {}],
    ['other tags', { tags: ['dog'] }, {}],
    ['tags in another order', { tags: ['cat', 'dog'] }, {}],
    ['no word of tags', { tags: null }, {}],
    ['no tags', { tags: [] }, {}],
    ['another value', { values: [{ name: 'city', value: 'Leeds' }, statement.values[1]!] }, {}],
    ['a value of another name', { values: [{ name: 'town', value: 'London' }, statement.values[1]!] }, {}],
    ['an empty text for a blank', { values: [statement.values[0]!, { name: 'pet', value: '' }] }, {}],
    ['fewer values', { values: [statement.values[0]!] }, {}],
    ['blanks that remove', {}, { blankCells: 'clear' }],
    ['tags that are added', {}, { tagsMode: 'add' }],
    ['an opt-out', { optOut: 'yes' }, {}],
    ['no opt-out', { optOut: 'no' }, {}],
  ])('is another with %s', (_, change, how) => {
    expect(statementHash({ ...statement, ...change }, { ...options, ...how })).not.toBe(
      statementHash(statement, options),
    );
  });

  it('depends on whether a mark may be taken off only where the row says something about it', () => {
    const hashes = (optOut?: 'no') =>
      [undefined, 'keep' as const, 'clear' as const].map((how) =>
        statementHash({ ...statement, ...(optOut && { optOut }) }, { ...options, ...(how && { optOut: how }) }),
      );
    expect(new Set(hashes()).size).toBe(1);
    expect(new Set(hashes('no')).size).toBe(2);
  });

  it('is what the build before stored for a statement that says nothing about it', () => {
    expect(statementHash(statement, options)).toBe('CkkZkXUaxKBd3oQf+592nb');
  });

  it('is the same in another row of another file, and short', () => {
    const again = statementHash({ ...structuredClone(statement), row: 9 }, { ...options });
    expect(again).toBe(statementHash(statement, options));
    expect(again).toMatch(/^[\w+/]{22}$/);
  });
});
