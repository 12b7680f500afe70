import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../tools/product/service-process.js';
import { openApiDifferences, type OpenApi } from '../support/openapi-differences.js';
import { startStack, type Stack } from '../support/stack.js';

const FOLDER = path.join(ROOT, 'test', 'fixtures', 'openapi');

/**
 * Compares the document with a copy of it (`before`). An intended difference is a line of `differences.txt`, exactly as
 * this test prints it, in alphabetical order.
 */
describe('the OpenAPI document', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({ services: ['gateway'] });
  }, 60_000);
  afterAll(() => stack?.stop());

  it('has only the listed differences', async () => {
    const before = JSON.parse(readFileSync(path.join(FOLDER, 'before'), 'utf8')) as OpenApi;
    const wanted = readFileSync(path.join(FOLDER, 'differences.txt'), 'utf8').split('\n').filter(Boolean);
    const now = (await (await fetch(`${stack.url}/v1/openapi.json`)).json()) as OpenApi;
    expect(openApiDifferences(before, now)).toEqual(wanted);
  });
});
