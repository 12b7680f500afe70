import { describe, expect, it } from 'vitest';
import {
  isEmpty,
  mendsOf,
  NO_DRAFT,
  textOf,
  withKind,
  withRow,
  withoutSame,
  withSame,
  withText,
} from './mend-draft.js';

describe('what was typed into rows', () => {
  it('is what differs from the checked text', () => {
    const typed = withText(NO_DRAFT, 3, 'name', '', 'Ann');
    expect(textOf(typed, 3, 'name', '')).toBe('Ann');
    expect(mendsOf(typed, 2)).toEqual({ check: 2, rows: [{ row: 3, cells: { name: 'Ann' } }], same: [], kinds: [] });
    expect(isEmpty(withText(typed, 3, 'name', '', ''))).toBe(true);
  });

  it('is the same for all of a kind as long as that is said, whatever is typed after', () => {
    const typed = withSame(withText(NO_DRAFT, 3, 'name', '', 'An'), 3, 'name', '', 'An');
    const more = withText(typed, 3, 'name', '', 'Ann');
    expect([textOf(more, 3, 'name', ''), textOf(more, 9, 'name', ' ')]).toEqual(['Ann', 'Ann']);
    expect(mendsOf(more, 0)).toMatchObject({ rows: [], same: [{ column: 'name', from: '', to: 'Ann' }] });
    const less = withoutSame(more, 3, 'name', '');
    expect([textOf(less, 3, 'name', ''), textOf(less, 9, 'name', '')]).toEqual(['Ann', '']);
    expect(isEmpty(withText(more, 3, 'name', '', ''))).toBe(true);
  });

  it('leaves out rows and kinds of rows, and takes that back', () => {
    const out = withKind(withRow(NO_DRAFT, 4, { leaveOut: true }), 'tag_comma', true);
    expect(mendsOf(out, 1)).toMatchObject({
      rows: [{ row: 4, cells: {}, leaveOut: true }],
      kinds: [{ code: 'tag_comma', leaveOut: true }],
    });
    expect(isEmpty(withKind(withRow(out, 4, { leaveOut: false }), 'tag_comma', false))).toBe(true);
  });
});
