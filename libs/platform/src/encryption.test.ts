import { describe, expect, it } from 'vitest';
import { randomBytes } from 'node:crypto';
import { Encryption } from './encryption.js';

const key = randomBytes(32);
const encryption = new Encryption(key);

describe('Encryption', () => {
  it.each(['EAAG token', '', 'ключ 🔑', 'x'.repeat(10_000)])('gives back what went in', (secret) => {
    const encrypted = encryption.encrypt(secret, 'org/1');
    if (secret !== '') expect(encrypted).not.toContain(secret);
    expect(new Encryption(key).decrypt(encrypted, 'org/1')).toBe(secret);
  });

  it('never looks the same twice', () => {
    expect(encryption.encrypt('secret', 'a')).not.toBe(encryption.encrypt('secret', 'a'));
  });

  it('fails for another key, another place, and anything that was changed', () => {
    const encrypted = encryption.encrypt('secret', 'org/1');
    expect(() => new Encryption(randomBytes(32)).decrypt(encrypted, 'org/1')).toThrow();
    expect(() => encryption.decrypt(encrypted, 'org/2')).toThrow();
    expect(() =>
      encryption.decrypt(
        encrypted.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A')),
        'org/1',
      ),
    ).toThrow();
    const [version, iv, tag, text] = encrypted.split('.') as [string, string, string, string];
    expect(() => encryption.decrypt([version, iv, tag.slice(0, 6), text].join('.'), 'org/1')).toThrow();
    for (const wrong of ['', 'v1', 'v2.a.b.c', 'plain']) expect(() => encryption.decrypt(wrong, 'org/1')).toThrow();
  });
});
