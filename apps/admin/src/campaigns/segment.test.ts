import { describe, expect, it } from 'vitest';
import { contactsOf, filterOf, segmentOf } from './segment.js';

describe('a segment as a filter', () => {
  const segment = { search: 'jane', tag: ['dog'], notValue: ['gender:male'], match: 'any' as const };

  it('comes back as it was', () => {
    expect(segmentOf(filterOf('a1', segment))).toEqual(segment);
  });

  it('is none without a condition on a tag or value', () => {
    expect(segmentOf(filterOf('a1', { search: 'jane' }))).toBeNull();
  });

  it('shows its contacts on the contacts page', () => {
    expect(contactsOf(filterOf('a1', segment))).toBe(
      '/contacts?accountId=a1&search=jane&tag=dog&notValue=gender%3Amale&match=any',
    );
  });
});
