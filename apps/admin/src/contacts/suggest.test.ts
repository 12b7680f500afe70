import { describe, expect, it } from 'vitest';
import type { CatalogueEntry } from '../api/tags.js';
import { suggest } from './suggest.js';

const catalogue: CatalogueEntry[] = [
  { kind: 'tag', name: 'dog', contacts: 7 },
  { kind: 'tag', name: 'Café', contacts: 3 },
  { kind: 'value', name: 'city', contacts: 5, values: [{ value: 'London', contacts: 2 }] },
  { kind: 'value', name: 'a:b', contacts: 1 },
];
const tag = (name: string, contacts: number | null) => ({
  kind: 'condition',
  condition: { name: 'tag', text: name, not: false },
  contacts,
});
const city = (value: string, contacts: number | null) => ({
  kind: 'condition',
  condition: { name: 'value', text: `city:${value}`, not: false },
  contacts,
});

describe('suggest', () => {
  it('offers everything known while nothing is typed', () => {
    expect(suggest('', catalogue).tags).toEqual([tag('dog', 7), tag('Café', 3)]);
    expect(suggest('', catalogue).values).toHaveLength(2);
  });

  it.each([
    ['CAFÉ', [tag('Café', 3)]],
    ['cafe', [tag('Café', 3), tag('cafe', null)]],
    ['do', [tag('dog', 7), tag('do', null)]],
    ['vip', [tag('vip', null)]],
  ])('finds tags generously, and offers what was typed: %s', (typed, expected) => {
    expect(suggest(typed, catalogue).tags).toEqual(expected);
  });

  it('completes the name of a value so that it can be read back', () => {
    expect(suggest('a', catalogue).values).toContainEqual({
      kind: 'name',
      name: 'a:b',
      completed: 'a\\:b: ',
      contacts: 1,
    });
    expect(suggest('a\\:b: ', catalogue).values).toMatchObject([{ condition: { name: 'hasValue', text: 'a:b' } }]);
  });

  it.each([
    [
      'city:',
      [
        { kind: 'condition', condition: { name: 'hasValue', text: 'city', not: false }, contacts: 5 },
        city('London', 2),
      ],
    ],
    ['CITY: lon', [city('London', 2), city('lon', null)]],
    ['city: london', [city('London', 2)]],
  ])('speaks of a value after a colon: %s', (typed, expected) => {
    expect(suggest(typed, catalogue).values).toEqual(expected);
  });

  it('takes what was typed when there is no catalogue', () => {
    expect(suggest('dog', null)).toEqual({ tags: [tag('dog', null)], values: [] });
    expect(suggest('city: Rome', null).values).toEqual([city('Rome', null)]);
  });
});
