import { expect, it } from 'vitest';
import { withoutTexts } from './downloading.js';

it('keeps which conditions chose the contacts of a file, without texts that may be personal', () => {
  const filter = {
    accountId: 'a1',
    search: 'Jane Smith',
    tag: ['dog'],
    notTag: [],
    value: ['e\\:mail:jane@example.org'],
    notValue: [],
    match: 'any',
    import: undefined,
  };
  expect(withoutTexts(filter)).toEqual({
    accountId: 'a1',
    search: '…',
    tag: ['dog'],
    value: ['e:mail:…'],
    match: 'any',
  });
});
