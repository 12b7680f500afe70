import { describe, expect, it } from 'vitest';
import { isSegment } from './conditions.js';
import { conditionsToQuery, queryToFilterInput } from './filter-query.js';
import { conditionsSchema, listConditionsSchema, type ConditionsInput, type ListConditionsInput } from './filter.js';

const IMPORT_ID = '0197c5a0-4444-7000-8000-000000000004';
const EVERY_CONDITION: Required<ListConditionsInput> = {
  search: 'Jane',
  tag: ['dog', 'a b'],
  notTag: ['cat'],
  value: ['city:London', 'a\\:b:c'],
  notValue: ['gender:male'],
  hasValue: ['city'],
  notHasValue: ['gender'],
  match: 'any',
  import: IMPORT_ID,
  updatedSince: '2026-11-22T10:15:00+01:00',
  optedOut: 'yes',
};

describe('conditions in a query', () => {
  it('come back as they were, every one of them', () => {
    expect(queryToFilterInput(conditionsToQuery(EVERY_CONDITION))).toEqual(EVERY_CONDITION);
    expect(listConditionsSchema.parse(EVERY_CONDITION)).toEqual(EVERY_CONDITION);
  });

  it('omit defaults', () => {
    expect(conditionsToQuery(conditionsSchema.parse({ tag: ['dog'] })).toString()).toBe('tag=dog');
  });
});

describe('conditions of a segment', () => {
  it.each([{ import: IMPORT_ID }, { updatedSince: '2026-11-22T10:15:00Z' }, { optedOut: 'no' }])(
    'do not include %j',
    (condition) => {
      expect(conditionsSchema.safeParse(condition).success).toBe(false);
      expect(listConditionsSchema.safeParse(condition).success).toBe(true);
    },
  );
});

describe('updatedSince', () => {
  it.each([
    ['2026-11-22T10:15:00Z', true],
    ['2026-11-22T10:15:00.123Z', true],
    ['2026-11-22T10:15:00+05:30', true],
    ['2026-11-22T10:15:00', false],
    ['2026-11-22T10:15:00 01:00', false],
    ['2026-11-22', false],
    ['2026-02-30T10:15:00Z', false],
    ['2026-11-22T24:00:00Z', false],
    ['1795342500', false],
    ['yesterday', false],
    ['', false],
  ])('%s: %s', (updatedSince, expected) => {
    expect(listConditionsSchema.safeParse({ updatedSince }).success).toBe(expected);
  });
});

describe('isSegment', () => {
  it.each<[ConditionsInput, boolean]>([
    [{}, false],
    [{ search: 'Jane' }, false],
    [{ match: 'any' }, false],
    [{ tag: ['dog'] }, true],
    [{ notTag: ['dog'] }, true],
    [{ value: ['city:London'] }, true],
    [{ notValue: ['city:London'] }, true],
    [{ hasValue: ['city'], search: 'Jane' }, true],
    [{ notHasValue: ['city'] }, true],
  ])('%j: %s', (conditions, expected) => {
    expect(isSegment(conditionsSchema.parse(conditions))).toBe(expected);
  });
});
