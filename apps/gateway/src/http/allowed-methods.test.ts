import { describe, expect, it } from 'vitest';
import { AllowedMethods } from './allowed-methods.js';

describe('AllowedMethods', () => {
  const methods = new AllowedMethods();
  methods.add('POST', '/v1/imports');
  methods.add('GET', '/v1/imports');
  methods.add('GET', '/v1/imports/:id');
  methods.add('GET', '/v1/openapi.json');
  methods.add('GET', '/*');

  it.each([
    ['/v1/imports', ['GET', 'POST']],
    ['/v1/imports/42', ['GET']],
    ['/v1/imports/42/more', []],
    ['/v1/imports/', []],
    ['/v1/openapi.json', ['GET']],
    ['/v1/openapi-json', []],
    ['/anything', []],
  ])('%s', (path, expected) => {
    expect(methods.of(path)).toEqual(expected);
  });
});
