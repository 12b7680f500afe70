import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { FILE_ERRORS, fileError } from './file-errors.js';
import { renderImportFormat } from './render-import-format.js';
import { ROW_ERRORS, rowMessage } from './row-errors.js';
import { WARNINGS, warning } from './warnings.js';

it('is what docs/import-format.md says (after a change run scripts/import-format-docs.mjs)', () => {
  expect(readFileSync('docs/import-format.md', 'utf8')).toBe(renderImportFormat());
});

describe('the messages', () => {
  const all = Object.entries({ ...FILE_ERRORS, ...ROW_ERRORS, ...WARNINGS }).map(
    ([code, { message, example }]) => [code, (message as (...parameters: unknown[]) => string)(...example)] as const,
  );

  it('have codes of their own', () => {
    const counts = [FILE_ERRORS, ROW_ERRORS, WARNINGS].map((registry) => Object.keys(registry).length);
    expect(all).toHaveLength(counts.reduce((sum, count) => sum + count, 0));
  });

  it.each(all)('%s: one sentence', (code, text) => {
    expect(code).toMatch(/^[a-z0-9]+(_[a-z0-9]+)*$/);
    expect(text).toMatch(/^[A-Z0-9][^\n]*[^.]\.$/);
    expect(text.replace(/"[^"]*"|#N\/A/g, '')).not.toMatch(/\. [A-Z]|undefined|null/);
  });

  it('take their parameters', () => {
    expect(rowMessage('duplicate', 1234567)).toContain('row 1,234,567,');
    expect(fileError('file_too_large', {}, 536870912)).toEqual({
      code: 'file_too_large',
      message: 'The file is larger than 512 MiB; split it into several.',
      row: null,
      column: null,
    });
    expect(fileError('workbook_too_large', {}, 1000).message).toContain('1000 bytes');
    expect(warning('hidden_rows', 1).message).toContain('hides 1 row;');
  });
});
