import { describe, expect, it } from 'vitest';
import { ERASED_NAME } from './erased.js';
import { namesPerson } from './names-person.js';

const person = { phones: ['34600111222'], names: ['Zoë Quillfeather', 'Z. Al'] };

describe('a text names a person', () => {
  it.each([
    ['by a word of a name', 'Letters to Quillfeather'],
    ['without accents and case', 'ZOE'],
    ['by the number', 'call 34600111222 today'],
    ['by the number as people write it', '+34 600 111-222'],
    ['by the number with 00', '0034600111222'],
    ['by the number without its country', '600 11 12 22'],
    ['by the last digits', '111222'],
  ])('%s', (_, text) => {
    expect(namesPerson(person, text)).toBe(true);
  });

  it.each([
    ['by nothing', ''],
    ['by a part of a word', 'Quillfeathers'],
    ['by a short word', 'al'],
    ['by a few digits', '34600'],
    ['by another number', '34600111223'],
    ['by digits that are apart', '600 and 111 and 222'],
  ])('not %s: %j', (_, text) => {
    expect(namesPerson(person, text)).toBe(false);
  });

  it('by the beginning of a name, where it is a search', () => {
    expect(namesPerson(person, 'quill', true)).toBe(true);
    expect(namesPerson(person, 'quill')).toBe(false);
    expect(namesPerson(person, 'feather', true)).toBe(false);
    expect(namesPerson(person, 'qu', true)).toBe(false);
  });

  it('no more by name when it was erased', () => {
    expect(namesPerson({ phones: [], names: [ERASED_NAME] }, `${ERASED_NAME} Zoë 34600111222`)).toBe(false);
  });
});
