import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../tools/product/service-process.js';
import { openApiDifferences, type OpenApi } from '../support/openapi-differences.js';
import { sharedStack } from '../support/stack.js';

const FOLDER = path.join(ROOT, 'test', 'fixtures', 'openapi');

/**
 * Compares the document with a copy of it (`before`). An intended difference is a line of `differences.txt`, exactly as
 * this test prints it, in alphabetical order.
 */
describe('the OpenAPI document', () => {
  it('has only the listed differences', async () => {
    const before = JSON.parse(readFileSync(path.join(FOLDER, 'before'), 'utf8')) as OpenApi;
    const wanted = readFileSync(path.join(FOLDER, 'differences.txt'), 'utf8').split('\n').filter(Boolean);
    const { url } = await sharedStack();
    const now = (await (await fetch(`${url}/v1/openapi.json`)).json()) as OpenApi;
    expect(openApiDifferences(before, now)).toEqual(wanted);
  }, 60_000);
});
