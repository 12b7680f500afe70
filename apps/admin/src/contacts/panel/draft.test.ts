import { describe, expect, it } from 'vitest';
import { changeBetween, differences, draftOf, rebase } from './draft.js';

const seen = draftOf({ name: 'Jane', tags: ['cat', 'dog'], values: { city: 'London', gender: 'female' } });
const but = (change: Partial<typeof seen>) => ({ ...seen, ...change });
const values = (given: Record<string, string>) => draftOf({ name: '', tags: [], values: given }).values;

describe('changeBetween', () => {
  it('says nothing of what stays', () => {
    expect(changeBetween(seen, but({ name: ' Jane ' }))).toBeNull();
  });

  it.each([
    [but({ name: 'Ana' }), { name: 'Ana' }],
    [but({ tags: ['cat'] }), { tags: ['cat'] }],
    [but({ values: values({ city: 'Rome', gender: 'female' }) }), { values: { city: 'Rome' } }],
    [but({ values: values({ city: ' ', gender: 'female' }) }), { values: { city: null } }],
    [but({ values: values({ city: 'London' }) }), { values: { gender: null } }],
    [but({ values: [...seen.values, { name: 'size', value: 'L' }] }), { values: { size: 'L' } }],
    [but({ values: [...seen.values, { name: 'size', value: '' }] }), null],
  ])('sends what changed: %j', (to, change) => expect(changeBetween(seen, to)).toEqual(change));
});

describe('rebase', () => {
  const theirs = draftOf({ name: 'Jane S', tags: ['dog', 'vip'], values: { gender: 'female', city: 'Paris' } });

  it('is theirs where nothing was changed here', () => {
    expect(rebase(seen, seen, theirs)).toEqual(theirs);
  });

  it('keeps what was changed here on top of what they wrote', () => {
    const mine = but({ tags: ['cat', 'dog', 'new'], values: values({ city: 'Rome', size: 'L' }) });
    expect(rebase(seen, mine, theirs)).toEqual({
      name: 'Jane S',
      tags: ['dog', 'vip', 'new'],
      values: values({ gender: '', city: 'Rome', size: 'L' }),
    });
  });
});

it('tells what they changed', () => {
  const theirs = draftOf({ name: 'Jane', tags: ['dog'], values: { city: 'Paris' } });
  expect(differences(seen, theirs)).toEqual([
    { field: { kind: 'tags' }, seen: 'cat, dog', theirs: 'dog' },
    { field: { kind: 'value', name: 'city' }, seen: 'London', theirs: 'Paris' },
    { field: { kind: 'value', name: 'gender' }, seen: 'female', theirs: '' },
  ]);
});
