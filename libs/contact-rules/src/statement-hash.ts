import type { Statement } from '#contracts';
import { hash } from 'node:crypto';
import type { MergeOptions } from './merge-statement.js';

/** Characters of the hash: 132 bits, so collisions are practically impossible. */
const LENGTH = 22;

/**
 * A hash of what a row states about a contact, with the options that affect the merge. Merging the same statement twice
 * changes nothing ({@link mergeStatement}). So a row with the hash of an earlier one can be skipped if the contact has
 * not changed since.
 */
export function statementHash({ name, tags, values }: Statement, { blankCells, tagsMode }: MergeOptions): string {
  const text = JSON.stringify([name, tags, values.map((own) => [own.name, own.value]), blankCells, tagsMode]);
  return hash('sha256', text, 'base64').slice(0, LENGTH);
}
