import { describe, expect, it } from 'vitest';
import { tagsSideBySide } from './person.js';

describe('tagsSideBySide', () => {
  it.each<[string, string[][], [string, string[]][]]>([
    ['nobody', [], []],
    ['no tags', [[], []], []],
    [
      'one account',
      [['dog', 'vip']],
      [
        ['dog', ['0']],
        ['vip', ['0']],
      ],
    ],
    ['the same tag', [['dog'], ['dog']], [['dog', ['0', '1']]]],
    [
      'other spellings',
      [['Café'], ['CAFE\u0301', 'cafe']],
      [
        ['Café', ['0', '1']],
        ['cafe', ['1']],
      ],
    ],
    [
      'names of JavaScript',
      [['__proto__'], ['constructor']],
      [
        ['__proto__', ['0']],
        ['constructor', ['1']],
      ],
    ],
  ])('%s', (_, lists, expected) => {
    const contacts = lists.map((tags, index) => ({ accountId: String(index), tags }));
    expect(tagsSideBySide(contacts)).toEqual(expected.map(([tag, accountIds]) => ({ tag, accountIds })));
  });
});
