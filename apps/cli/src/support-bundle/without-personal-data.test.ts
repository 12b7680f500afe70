import { describe, expect, it } from 'vitest';
import { logLine, withoutPersonalData } from './without-personal-data.js';

describe('a text for somebody else', () => {
  it.each([
    ['dup key: { _id: "0197c5a2/34600111222", name: \'Ana\' }', 'dup key: { _id: "…", name: "…" }'],
    ['34600111222 is not a number, nor is +44 7700 900-123', '… is not a number, nor is …'],
    ['ana@example.com may not', '… may not'],
    ['mongodb://ana:s3cret@mongo:27017/contacts?w=1 is away', 'mongodb://mongo:27017/contacts is away'],
    ['open http://localhost:3000/welcome#token=abc', 'open http://localhost:3000/welcome'],
    ['ck_dGhpcyBpcyBhIHNlY3JldCBrZXkgb2YgMzIgYnl0ZXM is refused', '… is refused'],
    [
      'check-01a2294e-2d15-728b-b659-70ba9826555e waited 12 s, 3 of 500',
      'check-01a2294e-2d15-728b-b659-70ba9826555e waited 12 s, 3 of 500',
    ],
  ])('%s', (text, shown) => {
    expect(withoutPersonalData(text)).toBe(shown);
  });
});

describe('a line of a log', () => {
  it('keeps what is ours, also behind the name of a container', () => {
    const ours = {
      level: 'info',
      time: '2026-11-29T21:55:14.870Z',
      service: 'importer',
      rows: 4000,
      msg: 'import checked',
    };
    expect(JSON.parse(logLine(`all-1  | ${JSON.stringify(ours)}`)!)).toEqual(ours);
  });

  it('leaves out unknown texts and large numbers, and of an error what it quotes', () => {
    const err = {
      type: 'Error',
      message: 'no "Ana"',
      stack: 'Error: no "Ana"\n    at run (file.js:1:2)',
      keyValue: { a: 'Ana' },
    };
    const line = JSON.stringify({
      level: 'error',
      fileName: 'Ana.csv',
      phone: 34600111222,
      nested: { name: 'Ana' },
      err,
    });
    expect(JSON.parse(logLine(line)!)).toEqual({
      level: 'error',
      err: { type: 'Error', message: 'no "…"', stack: ['    at run (file.js:1:2)'] },
    });
  });

  it('is nothing when it is not ours', () => {
    expect(logLine('Ana called')).toBeNull();
  });
});
