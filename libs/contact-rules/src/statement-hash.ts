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
export function statementHash({ name, tags, values, optOut }: Statement, options: MergeOptions): string {
  const { blankCells, tagsMode } = options;
  const text = JSON.stringify([
    ...[name, tags, values.map((own) => [own.name, own.value]), blankCells, tagsMode],
    // Only where it says something, so that other statements have the hash that earlier builds stored.
    ...(optOut ? [optOut, options.optOut ?? 'keep'] : []),
  ]);
  return hash('sha256', text, 'base64').slice(0, LENGTH);
}
