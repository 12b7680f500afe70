import { describe, expect, it } from 'vitest';
import { newTotpSecret, totpStep, totpUri } from './totp.js';

describe('totpStep', () => {
  // The secret "12345678901234567890" and codes of RFC 6238, appendix B, of which the last six digits count.
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

  it('knows the codes of RFC 6238', () => {
    expect(totpStep(secret, '287082', 59_000)).toBe(1);
    expect(totpStep(secret, '081804', 1_111_111_109_000)).toBe(37037036);
    expect(totpStep(secret, '287083', 59_000)).toBeNull();
  });

  it('takes a code one step early or late, with the step that it belongs to, and none further away', () => {
    expect([89_999, 30_000, 0].map((now) => totpStep(secret, '287082', now))).toEqual([1, 1, 1]);
    expect(totpStep(secret, '287082', 90_000)).toBeNull();
  });
});

describe('newTotpSecret', () => {
  it('has 160 bits and is in the address for the app', () => {
    const secret = newTotpSecret();
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(newTotpSecret()).not.toBe(secret);
    const uri = new URL(totpUri(secret, 'ana@example.org'));
    expect([uri.protocol, uri.searchParams.get('secret'), uri.searchParams.get('issuer')]).toEqual([
      'otpauth:',
      secret,
      'Contacts',
    ]);
  });
});
