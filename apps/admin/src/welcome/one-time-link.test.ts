import { describe, expect, it } from 'vitest';
import { readLink } from './one-time-link.js';

describe('readLink', () => {
  it.each([
    ['#token=abc_-1', { kind: 'first', token: 'abc_-1' }],
    ['#invitation=xyz', { kind: 'invitation', token: 'xyz' }],
    ['#password=pw', { kind: 'password', token: 'pw' }],
    ['#token=', null],
    ['#other=1', null],
    ['', null],
  ])('%s', (hash, expected) => {
    expect(readLink(hash)).toEqual(expected);
  });
});
