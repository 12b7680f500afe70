import type { ColumnMeaning, RowOptions } from '#contact-rules';
import type { ImportDialect } from '#contracts';
import type { ObjectKeys } from '../rows/checked-objects.js';
import type { Mends } from './mends.js';
import type { Progress } from '../progress.js';

/** How a file is read before anything of it is. */
export function unread(): ImportDialect {
  return { encoding: null, delimiter: null, sheet: null, sheets: [], headerRow: null };
}

/** One check of one file: its object keys, its progress, its abort signal, and how the file turns out to be read. */
export interface RunningCheck extends Pick<RowOptions, 'keepsOldForm'> {
  keys: ObjectKeys;
  progress: Progress;
  signal: AbortSignal;
  dialect: ImportDialect;
  /** The header of the file, while it is not known what its columns are. */
  unknownHeader?: readonly string[] | null;
  /** What somebody mended in the rows. */
  mends?: Mends | null;
  /** What columns with these headers were in an earlier import that somebody started. By default, there is none. */
  earlier?: (headersKey: string) => Promise<ColumnMeaning[] | null>;
}
