import { afterAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { ObjectStore, type ObjectStoreOptions } from './object-store.js';

const OPTIONS: ObjectStoreOptions = {
  endpoint: 'http://storage.internal:9000',
  publicEndpoint: undefined,
  region: 'us-east-1',
  bucket: 'contacts',
  accessKeyId: 'a-key',
  secretAccessKey: 'a-secret',
};

/** Signing needs no server. test/e2e/object-store.test.ts tests the rest. */
describe('a presigned URL', () => {
  const stores: ObjectStore[] = [];
  afterAll(() => stores.forEach((store) => store.close()));

  function newStore(options: Partial<ObjectStoreOptions> = {}): ObjectStore {
    const store = new ObjectStore({ ...OPTIONS, ...options });
    stores.push(store);
    return store;
  }
  const sign = async (store: ObjectStore, name = 'contacts.csv', seconds = 900) =>
    new URL(await store.signedUrl('exports/1', { name, contentType: 'text/csv' }, seconds));
  const dispositionFor = async (name: string) =>
    (await sign(newStore(), name)).searchParams.get('response-content-disposition')!;

  it('leads to the object for so many seconds, as a file of that type', async () => {
    const url = await sign(newStore(), 'contacts.csv', 60);
    expect(url.origin + url.pathname).toBe('http://storage.internal:9000/contacts/exports/1');
    expect(url.searchParams.get('X-Amz-Expires')).toBe('60');
    expect(url.searchParams.get('response-content-type')).toBe('text/csv');
    expect(url.href).not.toContain(OPTIONS.secretAccessKey);
  });

  it('leads to the public address where there is one', async () => {
    const url = await sign(newStore({ publicEndpoint: 'https://files.example.test' }));
    expect(url.origin + url.pathname).toBe('https://files.example.test/contacts/exports/1');
  });

  it.each([
    ['people.csv', 'people.csv'],
    ['my people (2).csv', 'my people (2).csv'],
    ['März.csv', 'M_rz.csv'],
    ['say "hi"\\.csv', 'say _hi__.csv'],
    ['a\r\nb\u0000.csv', 'a__b_.csv'],
    ['李雷.csv', '__.csv'],
  ])('names the file %j, and %j for browsers that know ASCII alone', async (name, ascii) => {
    expect(await dispositionFor(name)).toBe(
      `attachment; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(name)}`,
    );
  });

  it('says any name in one header line, from which it can be read back', async () => {
    const names = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(names, async (name) => {
        const [, quoted, encoded] = /^attachment; filename="([\x20-\x7e]*)"; filename\*=UTF-8''([\x21-\x7e]*)$/.exec(
          await dispositionFor(name),
        )!;
        expect(quoted).not.toMatch(/["\\]/);
        expect(decodeURIComponent(encoded!)).toBe(name);
      }),
      { numRuns: 50 },
    );
  });
});
