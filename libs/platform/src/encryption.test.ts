import { describe, expect, it } from 'vitest';
import { createDecipheriv, randomBytes } from 'node:crypto';
import { Encryption } from './encryption.js';

const key = randomBytes(32);
const encryption = Encryption.of({ ENCRYPTION_KEY: key })!;

describe('Encryption', () => {
  it.each(['EAAG token', '', 'ключ 🔑', 'x'.repeat(10_000)])('gives back what went in', (secret) => {
    const encrypted = encryption.encrypt(secret, 'org/1');
    if (secret !== '') expect(encrypted).not.toContain(secret);
    expect(Encryption.of({ ENCRYPTION_KEY: key })!.decrypt(encrypted, 'org/1')).toBe(secret);
  });

  it('never looks the same twice', () => {
    expect(encryption.encrypt('secret', 'a')).not.toBe(encryption.encrypt('secret', 'a'));
  });

  it('fails for another key, another place, and anything that was changed', () => {
    const encrypted = encryption.encrypt('secret', 'org/1');
    expect(() => Encryption.of({ ENCRYPTION_KEY: randomBytes(32) })!.decrypt(encrypted, 'org/1')).toThrow();
    expect(() => encryption.decrypt(encrypted, 'org/2')).toThrow();
    for (let part = 0; part < 5; part++) {
      const parts = encrypted.split('.');
      parts[part] = parts[part]!.replace(/^./, (first) => (first === 'A' ? 'Q' : 'A'));
      expect(() => encryption.decrypt(parts.join('.'), 'org/1')).toThrow();
    }
    const [version, iv, tag, text] = encrypted.split('.') as [string, string, string, string];
    expect(() => encryption.decrypt([version, iv, tag.slice(0, 6), text].join('.'), 'org/1')).toThrow();
    for (const wrong of ['', 'v1', 'v2.a.b.c', 'plain']) expect(() => encryption.decrypt(wrong, 'org/1')).toThrow();
  });

  it('reads what a key of before encrypted, with its id or, as builds of before wrote it, without one', () => {
    const [before, other] = [key, randomBytes(32)];
    const changed = Encryption.of({ ENCRYPTION_KEY: randomBytes(32), ENCRYPTION_KEY_PREVIOUS: [other, before] })!;
    const stored = encryption.encrypt('secret', 'org/1');
    const ofBefore = stored.split('.').slice(0, 4).join('.');
    for (const one of [stored, ofBefore]) {
      expect(changed.decrypt(one, 'org/1')).toBe('secret');
      expect(changed.isCurrent(one)).toBe(false);
      expect(() => changed.decrypt(one, 'org/2')).toThrow();
    }
    expect(encryption.isCurrent(stored)).toBe(true);
    expect(encryption.isCurrent(ofBefore)).toBe(false);
    const again = changed.encrypt('secret', 'org/1');
    expect(changed.isCurrent(again)).toBe(true);
    expect(() => encryption.decrypt(again, 'org/1')).toThrow('a key that is not set');
  });

  it('writes what builds that know no ids of keys read: they look at the first four parts', () => {
    const [version, iv, tag, text] = encryption.encrypt('secret', 'org/1').split('.');
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv!, 'base64url'));
    decipher.setAAD(Buffer.from('org/1')).setAuthTag(Buffer.from(tag!, 'base64url'));
    expect([version, decipher.update(text!, 'base64url', 'utf8') + decipher.final('utf8')]).toEqual(['v1', 'secret']);
  });
});
