import type { RowOptions } from '#contact-rules';
import type { ObjectKeys } from '../rows/checked-objects.js';
import type { Progress } from '../progress.js';

/** One check of one file: its object keys, its progress and its abort signal. */
export interface RunningCheck extends Pick<RowOptions, 'keepsOldForm'> {
  keys: ObjectKeys;
  progress: Progress;
  signal: AbortSignal;
}
