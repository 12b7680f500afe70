import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { isAscii } from 'node:buffer';
import { fromJson, toAsciiJson } from './ascii-json.js';

describe('JSON in ASCII', () => {
  it.each<[string, string]>([
    ['José', '"Jos\\u00e9"'],
    ['Łódź', '"\\u0141\\u00f3d\\u017a"'],
    ['👩', '"\\ud83d\\udc69"'],
    ['a\\u00e9"', '"a\\\\u00e9\\""'],
    ['\ud83d', '"\\ud83d"'],
  ])('writes %j as %s', (value, json) => {
    expect(toAsciiJson(value).toString()).toBe(json);
    expect(fromJson(Buffer.from(json))).toBe(value);
  });

  it('returns what was encoded, and also reads UTF-8', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const bytes = toAsciiJson(value);
        expect(isAscii(bytes)).toBe(true);
        const text = JSON.stringify(value);
        expect(JSON.stringify(fromJson(bytes))).toBe(text);
        expect(JSON.stringify(fromJson(Buffer.from(text)))).toBe(text);
      }),
    );
  });
});
