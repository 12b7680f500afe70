import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { renderImportFormat } from './render-import-format.js';

it('is what docs/import-format.md says (after a change run scripts/import-format-docs.mjs)', () => {
  expect(readFileSync('docs/import-format.md', 'utf8')).toBe(renderImportFormat());
});
