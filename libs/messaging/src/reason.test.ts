import { describe, expect, it } from 'vitest';
import { reasonOf } from './reason.js';

describe('reasonOf', () => {
  it.each<[unknown, string]>([
    [new Error('the organisation has no such account'), 'the organisation has no such account'],
    [new Error('[\n  {\n    "path": ["rows"]\n  }\n]'), '[ { "path": ["rows"] } ]'],
    [
      new Error('E11000 dup key: { _id: "0197c5a0-3333-7000-8000-000000000003/44687985632" }'),
      'E11000 dup key: { _id: "0197c5a0-3333-7000-8000-000000000003/…" }',
    ],
    [new Error('cannot call +34910123456'), 'cannot call …'],
    ['a plain text', 'a plain text'],
    [new Error(''), 'unknown'],
    [new Error('x'.repeat(9_000)), 'x'.repeat(500)],
  ])('%j → %j', (error, reason) => {
    expect(reasonOf(error)).toBe(reason);
  });
});
