import {
  columnKind,
  fold,
  isBlankRow,
  lacksColumn,
  listed,
  tidyText,
  understandColumns,
  unguardCell,
  type ColumnMeaning,
  type Understanding,
} from '#contact-rules';
import { coded, type Coded } from '#contracts';
import { createHash } from 'node:crypto';
import { FileRefusedError, type RowBatch } from '../readers/row-reader.js';
import type { UnknownColumnsError } from './reading-errors.js';

/** How many rows say what is in a column. */
const LOOKED_AT = 100;

/**
 * What the columns of a file are whose header lacks `id` or `name`: what they were in an earlier import with the same
 * headers, else what they look like.
 * @param rows the file from its start; only its beginning is read
 * @param earlier what the columns with these headers were, if somebody confirmed it
 * @param country that of phone numbers without a country code, if it is stated
 * @throws FileRefusedError if no column can be the phone number, or none the name
 */
export async function understandFile(
  { header: { cells: header, rowNumber } }: UnknownColumnsError,
  rows: AsyncIterable<RowBatch>,
  earlier: (headersKey: string) => Promise<ColumnMeaning[] | null>,
  country?: string,
): Promise<Understanding> {
  const names = header.map((cell) => tidyText(unguardCell(cell)));
  const meanings = await earlier(headersKeyOf(names)!);
  // It may have been an error file.
  if (meanings) return { meanings: meanings.filter(({ column }) => columnKind(column) !== 'ignored'), isCertain: true };
  const understood = understandColumns(header, await firstRows(rows, rowNumber), country);
  if ('meanings' in understood) return understood;
  throw new FileRefusedError(lacksColumn(understood.missing, names, rowNumber));
}

/**
 * The same for files with the same headers, in any order. Null for a file with `id` and `name`: its headers say what it
 * is, whatever an earlier one was taken for.
 */
export function headersKeyOf(headers: readonly string[]): string | null {
  const kinds = new Set(headers.map((header) => columnKind(header)));
  if (kinds.has('id') && kinds.has('name')) return null;
  const names = headers.filter((header) => header !== '' && columnKind(header) !== 'ignored').map(fold);
  return createHash('sha256')
    .update([...new Set(names)].sort().join('\n'))
    .digest('base64url');
}

/** Why somebody has to confirm what the columns are. */
export function doubtOf({ meanings, isCertain }: Understanding): Coded | null {
  if (isCertain) return null;
  const headerOf = (...kinds: ColumnMeaning['kind'][]): string =>
    listed([meanings.find(({ kind }) => kinds.includes(kind))?.column ?? '']);
  return coded('confirm_mapping', { phone: headerOf('id'), name: headerOf('name', 'givenName', 'familyName') });
}

async function firstRows(batches: AsyncIterable<RowBatch>, headerRow: number): Promise<string[][]> {
  const found: string[][] = [];
  for await (const batch of batches) {
    for (const { rowNumber, cells } of batch) {
      if (rowNumber <= headerRow || isBlankRow(cells)) continue;
      if (found.push(cells) === LOOKED_AT) return found;
    }
  }
  return found;
}
