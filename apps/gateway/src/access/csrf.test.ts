import { describe, expect, it } from '@jest/globals';
import { checkComesFromPage } from './csrf.js';

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
