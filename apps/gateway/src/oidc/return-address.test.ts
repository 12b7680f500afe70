import { describe, expect, it } from 'vitest';
import { failedAddress, localAddress } from './return-address.js';

describe('localAddress', () => {
  it.each<[string | undefined, string]>([
    [undefined, '/'],
    ['/contacts?tag=vip&search=a%20b', '/contacts?tag=vip&search=a%20b'],
    ['/imports#last', '/imports#last'],
    ['contacts', '/contacts'],
    ['/contacts?signIn=away&tag=vip', '/contacts?tag=vip'],
    ['https://evil.example/contacts', '/'],
    ['//evil.example/contacts', '/'],
    ['/\\evil.example', '/'],
    ['\\\\evil.example', '/'],
    ['/.//evil.example', '/evil.example'],
    ['javascript:alert(1)', '/'],
    ['http://page.invalid@evil.example', '/'],
    ['/\t/evil.example', '/'],
    ['/v1/me', '/'],
    ['/admin/queues', '/'],
    ['http://[', '/'],
  ])('%j → %s', (wanted, address) => {
    expect(localAddress(wanted)).toBe(address);
  });
});

it('failedAddress keeps the rest of the address', () => {
  expect(failedAddress('/contacts?tag=vip#x', 'away')).toBe('/contacts?tag=vip&signIn=away#x');
});
