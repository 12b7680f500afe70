import type { Statement } from '#contracts';
import { hash } from 'node:crypto';
import type { MergeOptions } from './merge-statement.js';

/** 132 bits: two statements that differ and share it are not to be expected. */
const LENGTH = 22;

/**
 * Tells whether a row states of a contact what an earlier row did. Merging it a second time changes nothing
 * ({@link mergeStatement}), so a contact that has not changed since the earlier row does not by the later one.
 */
export function statementHash({ name, tags, values }: Statement, { blankCells, tagsMode }: MergeOptions): string {
  const text = JSON.stringify([name, tags, values.map((own) => [own.name, own.value]), blankCells, tagsMode]);
  return hash('sha256', text, 'base64').slice(0, LENGTH);
}
