import { defaultLimits } from '#contracts';
import type { Statement } from '#contracts';
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { ContactState } from './contact-state.js';
import { fold } from './fold.js';
import { mergeStatement } from './merge-statement.js';
import type { MergeOptions } from './merge-statement.js';

type Values = Record<string, string | null>;
const pairs = <T>(values: Record<string, T>) => Object.entries(values).map(([name, value]) => ({ name, value }));
const state = (tags: string[], values: Record<string, string>, name = 'Jane'): ContactState => ({
  name,
  tags,
  values: pairs(values),
});
const says = (tags: string[] | null, values: Values, name = 'Jane') => ({ name, tags, values: pairs(values) });
const KEEP: MergeOptions = { blankCells: 'keep', tagsMode: 'replace' };
const CLEAR: MergeOptions = { blankCells: 'clear', tagsMode: 'replace' };
const ADD: MergeOptions = { blankCells: 'keep', tagsMode: 'add' };
const CLEAR_ADD: MergeOptions = { blankCells: 'clear', tagsMode: 'add' };

const before = state(['cat', 'Dog'], { city: 'london', Gender: 'female' });

describe('mergeStatement on a contact', () => {
  it.each<[string, Pick<Statement, 'name' | 'tags' | 'values'>, MergeOptions, ContactState]>([
    ['another name', says(null, {}, 'Jane S'), KEEP, { ...before, name: 'Jane S' }],
    ['a name in another case', says(null, {}, 'JANE'), KEEP, { ...before, name: 'JANE' }],
    ['a list of tags', says(['bird', 'dog'], {}), KEEP, { ...before, tags: ['Dog', 'bird'] }],
    ['a list of tags to add', says(['bird', 'dog'], {}), ADD, { ...before, tags: ['cat', 'Dog', 'bird'] }],
    ['blank tags', says([], {}), CLEAR, { ...before, tags: [] }],
    ['blank tags when adding', says([], {}), CLEAR_ADD, { ...before, tags: [] }],
    ['a value', says(null, { city: 'paris' }), KEEP, state(['cat', 'Dog'], { city: 'paris', Gender: 'female' })],
    [
      'a value in another case',
      says(null, { CITY: 'London' }),
      KEEP,
      state(['cat', 'Dog'], { city: 'London', Gender: 'female' }),
    ],
    [
      'a new value',
      says(null, { age: '9' }),
      KEEP,
      { ...before, values: [...before.values, { name: 'age', value: '9' }] },
    ],
    ['a blank value', says(null, { CITY: null }), CLEAR, state(['cat', 'Dog'], { Gender: 'female' })],
  ])('%s: updated', (_, statement, options, after) => {
    expect(mergeStatement(before, statement, options, defaultLimits)).toEqual({ outcome: 'updated', state: after });
  });

  it.each<[string, Pick<Statement, 'name' | 'tags' | 'values'>, MergeOptions]>([
    ['nothing new', says(null, {}), KEEP],
    ['the same', says(['cat', 'Dog'], { city: 'london', Gender: 'female' }), KEEP],
    ['the same tags in another order and spelling', says(['DOG', 'cat'], {}), KEEP],
    ['the same tag twice', says(['DOG', 'cat', 'dog'], {}), KEEP],
    ['tags that it has', says(['DOG'], {}), ADD],
    ['the same value under another spelling of its name', says(null, { gender: 'female', CITY: 'london' }), KEEP],
    ['blanks that say nothing', says([], { city: null }), KEEP],
    ['a blank for a value that it has not', says(null, { age: null }), CLEAR],
  ])('%s: unchanged', (_, statement, options) => {
    const result = mergeStatement(before, statement, options, defaultLimits);
    expect(result).toEqual({ outcome: 'unchanged', state: before });
    expect('state' in result && result.state).toBe(before);
  });

  it('refuses a change that exceeds a limit, but only when something grows', () => {
    const limits = { ...defaultLimits, tagsPerContact: 2, valuesPerContact: 2, cellBytes: 12 };
    const merge = (statement: Parameters<typeof mergeStatement>[1], on = before) =>
      mergeStatement(on, statement, ADD, limits);
    expect(merge(says(['x'], {}))).toMatchObject({ outcome: 'rejected', code: 'too_many_tags' });
    expect(merge(says(null, { age: '9' }))).toMatchObject({ outcome: 'rejected', code: 'too_many_values' });
    expect(merge(says(['123456'], {}), state(['12345'], {}))).toMatchObject({ code: 'tags_too_long' });
    expect(merge(says(['12345'], {}), state(['12345'], {}))).toMatchObject({ outcome: 'unchanged' });
    const full = state(['a', 'b', 'c'], { a: '1', b: '2', c: '3' });
    expect(merge(says(['a'], { a: '0' }, 'Joan'), full)).toMatchObject({ outcome: 'updated' });
  });
});

describe('mergeStatement on an unknown phone', () => {
  it('creates a contact as stated', () => {
    const statement = says(['cat'], { city: 'london', age: null });
    const created = { outcome: 'created', state: state(['cat'], { city: 'london' }) };
    expect(mergeStatement(null, statement, KEEP, defaultLimits)).toEqual(created);
    expect(mergeStatement(null, statement, CLEAR, defaultLimits)).toEqual(created);
    expect(mergeStatement(null, says(null, {}), KEEP, defaultLimits)).toEqual({
      outcome: 'created',
      state: state([], {}),
    });
  });

  it('creates a value called __proto__ like any other', () => {
    const statement = { name: 'Jane', tags: null, values: [{ name: '__proto__', value: 'x' }] };
    expect(mergeStatement(null, statement, KEEP, defaultLimits)).toMatchObject({ state: { values: statement.values } });
  });
});

describe('mergeStatement on anything', () => {
  const word = fc.constantFrom('cat', 'CAT', 'dog', 'é', 'e\u0301', 'É', 'ß', 'SS');
  const statement = fc.record({
    name: fc.constantFrom('Jane', 'JANE', 'Joan'),
    tags: fc.option(fc.uniqueArray(word, { selector: fold })),
    values: fc.uniqueArray(fc.record({ name: word, value: fc.option(word) }), { selector: ({ name }) => fold(name) }),
    optOut: fc.constantFrom(undefined, 'yes' as const, 'all' as const, 'no' as const),
  });
  const options = fc.record<MergeOptions>({
    blankCells: fc.constantFrom('keep', 'clear'),
    tagsMode: fc.constantFrom('replace', 'add'),
    optOut: fc.constantFrom(undefined, 'keep', 'clear'),
  });
  const contact = fc
    .tuple(statement, fc.boolean())
    .map(([first, isKnown]) => (isKnown ? settled(first, null, KEEP) : null));

  function settled(
    said: Parameters<typeof mergeStatement>[1],
    on: ContactState | null,
    by: MergeOptions,
  ): ContactState {
    const result = mergeStatement(on, said, by, defaultLimits);
    if (result.outcome === 'rejected') throw new Error(result.code);
    return result.state;
  }

  it('changes nothing the second time, and never modifies its arguments', () => {
    fc.assert(
      fc.property(contact, statement, options, (on, said, by) => {
        const given = structuredClone({ on, said });
        const after = settled(said, on, by);
        expect(mergeStatement(after, said, by, defaultLimits)).toEqual({ outcome: 'unchanged', state: after });
        expect({ on, said }).toEqual(given);
      }),
    );
  });

  it('keeps tags and value names distinct, and the result has what was stated', () => {
    fc.assert(
      fc.property(contact, statement, options, (on, said, by) => {
        const after = settled(said, on, by);
        const tags = after.tags.map(fold);
        const values = new Map(after.values.map(({ name, value }) => [fold(name), value]));
        expect(new Set(tags).size).toBe(tags.length);
        expect(values.size).toBe(after.values.length);
        expect(after.name).toBe(said.name);
        if (said.optOut === 'yes') expect(after.optOut).toBeTruthy();
        if (on?.optOut && by.optOut !== 'clear') expect(after.optOut).toBeTruthy();
        for (const tag of said.tags ?? []) expect(tags).toContain(fold(tag));
        if (said.tags?.length && by.tagsMode === 'replace') expect(tags).toHaveLength(said.tags.length);
        for (const { name, value } of said.values) {
          if (value !== null) expect(values.get(fold(name))).toBe(value);
          else if (by.blankCells === 'clear') expect(values.has(fold(name))).toBe(false);
        }
      }),
    );
  });

  it('says unchanged exactly when the contact means the same as before', () => {
    const meaning = (contactState: ContactState | null) =>
      contactState && {
        name: contactState.name,
        tags: contactState.tags.map(fold).sort(),
        values: contactState.values.map(({ name, value }) => `${fold(name)}=${value}`).sort(),
        optedOut: contactState.optOut?.scope,
      };
    fc.assert(
      fc.property(contact, statement, options, (on, said, by) => {
        const result = mergeStatement(on, said, by, defaultLimits);
        const after = 'state' in result ? result.state : null;
        const isSame = JSON.stringify(meaning(after)) === JSON.stringify(meaning(on));
        expect(result.outcome).toBe(on === null ? 'created' : isSame ? 'unchanged' : 'updated');
      }),
    );
  });
});
