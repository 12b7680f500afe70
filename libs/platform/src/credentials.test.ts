import { describe, expect, it } from 'vitest';
import { hashPassword, hashToken, isApiKey, newApiKey, verifyPassword } from './credentials.js';

describe('credentials', () => {
  it('knows the password that was hashed, and no other', async () => {
    const hash = await hashPassword('correct horse');
    expect(hash).toMatch(/^\$argon2id\$/);
    expect(await verifyPassword(hash, 'correct horse')).toBe(true);
    expect(await verifyPassword(hash, 'correct horsf')).toBe(false);
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
