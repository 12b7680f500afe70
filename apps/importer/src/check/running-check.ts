import type { ColumnMeaning, RowOptions } from '#contact-rules';
import type { ObjectKeys } from '../rows/checked-objects.js';
import type { Progress } from '../progress.js';

/** One check of one file: its object keys, its progress and its abort signal. */
export interface RunningCheck extends Pick<RowOptions, 'keepsOldForm'> {
  keys: ObjectKeys;
  progress: Progress;
  signal: AbortSignal;
  /** What columns with these headers were in an earlier import that somebody started. By default, there is none. */
  earlier?: (headersKey: string) => Promise<ColumnMeaning[] | null>;
}
