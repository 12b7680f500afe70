import { describe, expect, it } from 'vitest';
import { graphErrorOf } from './graph-error.js';

const fault = (status: number, code?: number, headers: Record<string, string> = {}) =>
  graphErrorOf({ status, headers: new Headers(headers) }, code === undefined ? null : { error: { code } });

describe('graphErrorOf', () => {
  it.each([
    ['an expired token', 400, 190, 'token_expired'],
    ['a token of nobody', 401, 0, 'token_expired'],
    ['401 without a code', 401, undefined, 'token_expired'],
    ['a missing permission', 403, 200, 'not_permitted'],
    ['an id that is not theirs', 400, 100, 'not_permitted'],
    ['too many calls of the app', 400, 4, 'rate_limited'],
    ['too many calls for the business account', 400, 80008, 'rate_limited'],
    ['429 without a code', 429, undefined, 'rate_limited'],
    ['a fault of theirs', 500, 1, 'unreachable'],
    ['a gateway of theirs', 502, undefined, 'unreachable'],
  ])('%s', (_, status, code, expected) => {
    expect(fault(status, code).fault).toBe(expected);
  });

  it('says how long to wait', () => {
    const usage = { '1020': [{ type: 'whatsapp', call_count: 100, estimated_time_to_regain_access: 19 }] };
    expect(fault(429, 4, { 'retry-after': '17' }).retryAfterSeconds).toBe(17);
    expect(fault(400, 80008, { 'x-business-use-case-usage': JSON.stringify(usage) }).retryAfterSeconds).toBe(1140);
    expect(fault(400, 80008, { 'x-business-use-case-usage': 'broken' }).retryAfterSeconds).toBe(300);
    expect(fault(400, 190).retryAfterSeconds).toBeNull();
  });
});
