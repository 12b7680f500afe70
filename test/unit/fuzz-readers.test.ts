import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { checkBytes } from '../fuzz/check-bytes.js';
import { FOUND, foundFiles } from '../fuzz/corpus.js';
import { fuzzOnce } from '../fuzz/inputs.js';

/** `npm run fuzz:readers` has found these files; a few new ones are made in each run. */
describe('the readers of files', () => {
  it.each(foundFiles())('bear %s', async (name) => {
    expect(await checkBytes(readFileSync(path.join(FOUND, name)), name)).toEqual(expect.any(String));
  });

  it.each([
    ['texts', 100],
    ['xlsx', 50],
  ] as const)(
    'bear changed files: %s',
    async (kind, count) => {
      for (let number = 0; number < count; number++)
        expect({ number, ...(await fuzzOnce(kind, 'unit', number)) }).toMatchObject({ number, fault: null });
    },
    30_000,
  );
});
