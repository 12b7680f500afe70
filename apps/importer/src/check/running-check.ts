import type { ObjectKeys } from '../rows/checked-objects.js';
import type { Progress } from '../progress.js';

/** One check of one file: where it puts things, whom it tells, who can stop it. */
export interface RunningCheck {
  keys: ObjectKeys;
  progress: Progress;
  signal: AbortSignal;
}
