import { describe, expect, it } from 'vitest';
import { apiConditions, addCondition, NO_FILTER, readFilter, switchCondition, writeFilter } from './filter.js';

const ACCOUNT = '0193a1b2-0000-7000-8000-000000000001';
const read = (query: string) => readFilter(new URLSearchParams(query));

describe('the filter in the address bar', () => {
  it.each([
    '',
    `accountId=${ACCOUNT}&search=Jane&tag=dog&notValue=gender%3Amale&match=any&sort=-name`,
    `accountId=${ACCOUNT}&import=0193a1b2-0000-7000-8000-000000000002&tag=dog`,
    'notTag=a&tag=b&hasValue=city&notHasValue=gender',
    'updatedSince=2026-11-22T10%3A15%3A00%2B01%3A00&tag=dog',
    'value=a%5C%3Ab%3Ac%3Ad',
  ])('is the same after reading and writing: %s', (query) => {
    expect(writeFilter(read(query).filter).toString()).toBe(query);
  });

  it('keeps the order of its conditions when one is switched', () => {
    const { filter } = read('tag=dog&value=gender:male&tag=vip');
    expect(writeFilter(switchCondition(filter, filter.conditions[0]!)).toString()).toBe(
      'notTag=dog&value=gender%3Amale&tag=vip',
    );
  });

  it('speaks the language of the API', () => {
    const { filter } = read('search=Jane&tag=dog&notValue=gender:male');
    expect(apiConditions(filter)).toEqual({ search: 'Jane', tag: ['dog'], notValue: ['gender:male'] });
    const single = { import: 'i1', updatedSince: '2026-11-22T10:15:00Z' };
    expect(apiConditions(read(new URLSearchParams(single).toString()).filter)).toEqual(single);
  });

  it('holds a condition once, however it is switched', () => {
    const { filter } = read('notTag=dog');
    expect(writeFilter(addCondition(filter, { name: 'tag', text: 'dog', not: false })).toString()).toBe('tag=dog');
  });

  it('holds one import and one time', () => {
    const since = (text: string) => ({ name: 'updatedSince' as const, text, not: false });
    const { filter } = read('updatedSince=2026-11-22T10:15:00Z&tag=dog');
    expect(addCondition(filter, since('2026-11-23T10:15:00Z')).conditions).toEqual([
      { name: 'tag', text: 'dog', not: false },
      since('2026-11-23T10:15:00Z'),
    ]);
  });

  it('passes over what it does not know', () => {
    expect(read('tag=dog&utm_source=mail').filter.conditions).toHaveLength(1);
  });

  it.each(['value=nocolon', 'tag=', 'updatedSince=lately', 'match=some', 'sort=city'])(
    'says what it cannot read: %s',
    (part) => {
      expect(read(`search=a&${part}`)).toEqual({ filter: NO_FILTER, unreadable: part });
    },
  );
});
