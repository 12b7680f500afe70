import { describe, expect, it } from 'vitest';
import { requestIdOf } from './request-id.js';

const idFor = (given?: string) => requestIdOf({ headers: given === undefined ? {} : { 'x-request-id': given } });

describe('requestIdOf', () => {
  it('takes over an id that looks like one', () => {
    expect(idFor('req-7f3a_91')).toBe('req-7f3a_91');
  });

  it.each([undefined, '', 'short', '44687985632', 'a'.repeat(65), 'with space', 'line\nbreak', 'jane@example.org'])(
    'makes its own instead of %j',
    (given) => {
      expect(idFor(given)).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
    },
  );
});
