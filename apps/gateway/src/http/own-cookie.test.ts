import { describe, expect, it } from 'vitest';
import { OwnCookie } from './own-cookie.js';

const COOKIE = new OwnCookie('contacts_x', { path: '/v1/x', sameSite: 'lax' });
const HTTPS = { PUBLIC_URL: 'https://contacts.example.com' };
const HTTP = { PUBLIC_URL: 'http://127.0.0.1:3000' };

/** What browsers are told to store, by name. */
function stored(config: typeof HTTPS): Record<string, object> {
  const set: Record<string, object> = {};
  COOKIE.set(
    { setCookie: (name: string, _: string, attributes: object) => (set[name] = attributes) } as never,
    'v',
    60,
    config,
  );
  return set;
}

describe('a cookie of the gateway', () => {
  it('has the prefix and what it asks for with https, and is there once more for the build before', () => {
    const common = { httpOnly: true, secure: true, sameSite: 'lax', maxAge: 60 };
    expect(stored(HTTPS)).toEqual({
      '__Host-contacts_x': { ...common, path: '/' },
      contacts_x: { ...common, path: '/v1/x' },
    });
    expect(Object.keys(stored(HTTPS))[0]).toBe('__Host-contacts_x');
    expect(stored(HTTP)).toEqual({ contacts_x: { ...common, secure: false, path: '/v1/x' } });
  });

  it('is not believed without the prefix where there is https', () => {
    const cookies = { contacts_x: 'planted' };
    expect(COOKIE.read({ cookies }, HTTPS)).toBe(null);
    expect(COOKIE.read({ cookies }, HTTP)).toBe('planted');
    expect(COOKIE.read({ cookies: { ...cookies, '__Host-contacts_x': 'ours' } }, HTTPS)).toBe('ours');
  });

  it('is read under both names, the one with the prefix first, each value once', () => {
    const both = (prefixed: string) => COOKIE.readAll({ cookies: { contacts_x: 'a', '__Host-contacts_x': prefixed } });
    expect(both('a')).toEqual([{ value: 'a', hasPrefix: true }]);
    expect(both('b')).toEqual([
      { value: 'b', hasPrefix: true },
      { value: 'a', hasPrefix: false },
    ]);
    expect(COOKIE.readAll({ cookies: {} })).toEqual([]);
  });
});
