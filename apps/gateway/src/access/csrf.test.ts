import { describe, expect, it } from 'vitest';
import { checkComesFromPage, checkSameOrigin } from './csrf.js';

const check = (method: string, header?: string) => () =>
  checkComesFromPage({ method, headers: header === undefined ? {} : { 'x-requested-with': header } });

describe('checkComesFromPage', () => {
  it.each(['GET', 'HEAD', 'OPTIONS'])('lets %s through without the header', (method) => {
    expect(check(method)).not.toThrow();
  });

  it.each(['POST', 'PATCH', 'PUT', 'DELETE'])('wants the header on %s', (method) => {
    expect(check(method)).toThrow('csrf');
    expect(check(method, 'XMLHttpRequest')).toThrow('csrf');
    expect(check(method, 'contacts')).not.toThrow();
  });
});

describe('checkSameOrigin', () => {
  const from = (headers: Record<string, string>) => () => checkSameOrigin({ method: 'PUT', headers });

  it.each<Record<string, string>>([
    { 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'same-origin', origin: 'https://contacts.example.org', host: 'proxied:3000' },
    { origin: 'http://contacts.example.org:3000', host: 'contacts.example.org:3000' },
  ])('takes a change with %j', (headers) => {
    expect(from(headers)).not.toThrow();
  });

  it.each<Record<string, string>>([
    {},
    { host: 'contacts.example.org' },
    { origin: 'null', host: 'contacts.example.org' },
    { origin: 'http://evil.example', host: 'contacts.example.org' },
    { origin: 'http://contacts.example.org', host: 'contacts.example.org:3000' },
    { 'sec-fetch-site': 'cross-site', origin: 'http://contacts.example.org', host: 'contacts.example.org' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
  ])('refuses one with %j', (headers) => {
    expect(from(headers)).toThrow('csrf');
  });

  it('lets everybody look', () => {
    expect(() => checkSameOrigin({ method: 'GET', headers: { 'sec-fetch-site': 'cross-site' } })).not.toThrow();
  });
});
