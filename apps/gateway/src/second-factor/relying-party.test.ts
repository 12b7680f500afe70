import { describe, expect, it } from 'vitest';
import { relyingParty } from './relying-party.js';

const of = (PUBLIC_URL: string | undefined, HOST = '0.0.0.0') => relyingParty({ PUBLIC_URL, HOST, PORT: 3000 });

describe('for whom passkeys are made', () => {
  it.each([
    ['https://contacts.example.org/', 'contacts.example.org', 'https://contacts.example.org'],
    ['https://contacts.example.org:8443/app?x=1', 'contacts.example.org', 'https://contacts.example.org:8443'],
    ['http://localhost:3000', 'localhost', 'http://localhost:3000'],
    ['http://contacts.localhost:3000', 'contacts.localhost', 'http://contacts.localhost:3000'],
  ])('is the host of %s', (url, id, origin) => {
    expect(of(url)).toEqual({ id, origin });
  });

  it.each(['127.0.0.1', 'localhost', '::1'])('is localhost where the gateway listens on %s alone', (host) => {
    expect(of(undefined, host)).toEqual({ id: 'localhost', origin: 'http://localhost:3000' });
  });

  it.each<[string | undefined, string]>([
    ['http://contacts.example.org', '127.0.0.1'],
    ['http://127.0.0.1:3000', '127.0.0.1'],
    ['https://192.0.2.7', '0.0.0.0'],
    ['https://[2001:db8::1]', '0.0.0.0'],
    [undefined, '0.0.0.0'],
    [undefined, '::'],
    [undefined, '192.0.2.7'],
  ])('is nobody at %s, listening on %s', (url, host) => {
    expect(of(url, host)).toBeNull();
  });
});
