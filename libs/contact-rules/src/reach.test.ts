import { describe, expect, it } from 'vitest';
import { reachFigures, standingOf, type Standing } from './reach.js';

const value = { name: 'city', value: 'London' };

describe('standingOf', () => {
  it.each<[string[], object[], 'usable' | 'unusable' | null, Standing]>([
    [['dog'], [], null, 'reachable'],
    [[], [value], null, 'reachable'],
    [['dog'], [value], 'usable', 'reachable'],
    [[], [], null, 'no_tag_or_value'],
    [[], [], 'usable', 'no_tag_or_value'],
    [[], [], 'unusable', 'no_tag_or_value'],
    [['dog'], [], 'unusable', 'unusable_number'],
    [[], [value], 'unusable', 'unusable_number'],
  ])('tags %j, values %j, number %s: %s', (tags, values, status, expected) => {
    expect(standingOf({ tags, values }, status && { status })).toBe(expected);
  });

  it('puts the mark "do not contact" before everything else', () => {
    for (const tags of [['dog'], []])
      expect(standingOf({ tags, values: [], optOut: { scope: 'account' } }, { status: 'unusable' })).toBe('opted_out');
    expect(standingOf({ tags: ['dog'], values: [], optOut: null }, null)).toBe('reachable');
  });

  it('leaves out what an undo took back, also with a tag', () => {
    expect(standingOf({ tags: ['dog'], values: [], takenBack: true }, null)).toBe('taken_back');
    expect(standingOf({ tags: [], values: [], takenBack: true, optOut: {} }, null)).toBe('opted_out');
  });

  it('treats a number without a report as usable', () => {
    expect(standingOf({ tags: ['dog'], values: [] }, undefined)).toBe('reachable');
  });
});

describe('reachFigures', () => {
  const standings = { reachable: 7, opted_out: 3, taken_back: 4, no_tag_or_value: 2, unusable_number: 1 };

  it('counts everybody of the segment once', () => {
    expect(reachFigures(standings, 'active')).toEqual({
      count: 7,
      excluded: [
        { reason: 'opted_out', count: 3 },
        { reason: 'taken_back', count: 4 },
        { reason: 'no_tag_or_value', count: 2 },
        { reason: 'unusable_number', count: 1 },
        { reason: 'account_inactive', count: 0 },
      ],
    });
  });

  it('reaches nobody in an inactive account', () => {
    expect(reachFigures(standings, 'inactive')).toEqual({
      count: 0,
      excluded: [
        { reason: 'opted_out', count: 3 },
        { reason: 'taken_back', count: 4 },
        { reason: 'no_tag_or_value', count: 2 },
        { reason: 'unusable_number', count: 1 },
        { reason: 'account_inactive', count: 7 },
      ],
    });
  });
});
