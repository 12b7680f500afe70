import { describe, expect, it } from 'vitest';
import { hashPassword, hashToken, isApiKey, newApiKey, newToken, verifyPassword } from './credentials.js';

describe('credentials', () => {
  it('knows the password that was hashed, and no other', async () => {
    const hash = await hashPassword('correct horse');
    // The least that OWASP's Password Storage Cheat Sheet recommends: 19 MiB of memory, two passes.
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await verifyPassword(hash, 'correct horse')).toBe(true);
    expect(await verifyPassword(hash, 'correct horsf')).toBe(false);
  });

  it.each([
    ['in other letters', 'Correct Horse', 'correct horse'],
    ['with a space at its end', 'correct horse ', 'correct horse'],
    ['with a space at its beginning', ' correct horse', 'correct horse'],
    ['in another form of Unicode', 'caf\u00e9 au lait', 'cafe\u0301 au lait'],
    ['with another end after 1,000 characters', `${'x'.repeat(1000)}a`, `${'x'.repeat(1000)}b`],
    ['after a NUL', 'correct\u0000horse', 'correct\u0000house'],
  ])('takes a password as it is: one %s is another one', async (_, one, other) => {
    const hash = await hashPassword(one);
    expect([await verifyPassword(hash, one), await verifyPassword(hash, other)]).toEqual([true, false]);
  });

  it('makes tokens of 256 bits, each another one', () => {
    const tokens = Array.from({ length: 1000 }, newToken);
    for (const token of tokens) expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(new Set(tokens).size).toBe(1000);
  });

  it('hashes the same password differently each time', async () => {
    expect(await hashPassword('x')).not.toBe(await hashPassword('x'));
  });

  it('never accepts a password when there is no user', async () => {
    expect(await verifyPassword(null, 'anything')).toBe(false);
  });

  it('works as hard for nobody as for somebody, so that time does not tell who is known', async () => {
    const hash = await hashPassword('correct horse');
    const took = async (stored: string | null) => {
      const before = process.cpuUsage();
      for (let n = 0; n < 5; n++) await verifyPassword(stored, 'wrong');
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    // The first one for nobody makes what all others are compared with.
    await took(null);
    const ratio = (await took(null)) / (await took(hash));
    expect(ratio).toBeGreaterThan(0.4);
    expect(ratio).toBeLessThan(2.5);
  });

  it('makes keys of the announced form whose hash is found again', () => {
    const { key, hash } = newApiKey();
    expect(key).toMatch(/^cntk_[0-9A-Za-z]{49}$/);
    expect(isApiKey(key)).toBe(true);
    expect(hashToken(key)).toBe(hash);
    expect(newApiKey().key).not.toBe(key);
  });

  it('knows a key by its checksum, so that a scanner can tell without asking', () => {
    // The CRC-32 of 43 zeros is 0x7849568f.
    const key = `cntk_${'0'.repeat(43)}2CZclj`;
    expect(isApiKey(key)).toBe(true);
    for (const wrong of [key.replace('cntk', 'cntx'), key.replace(/.$/, 'q'), key.replace('_0', '_1'), `${key}0`, ''])
      expect(isApiKey(wrong)).toBe(false);
  });

  it('still knows keys of builds before this one', () => {
    expect(isApiKey(`ck_${'a-_Z9'.repeat(8)}abc`)).toBe(true);
    expect(isApiKey(`ck_${'a'.repeat(42)}`)).toBe(false);
  });
});
