import { isFinished } from '#contracts';
import type { ImportRecord } from './import.schemas.js';

/**
 * The objects that an import still needs. After its end, these are only the error file, and its rows as long as batches
 * that were given up may be replayed. A refused file may be read otherwise.
 */
export function keptKeys({ status, sourceKey, checked }: ImportRecord, mayBeReplayed: boolean): Set<string> {
  const { rowsKey, duplicatesKey, errorsKey, lateErrorsKey } = checked ?? {};
  if (status === 'rejected') return new Set([sourceKey]);
  const keys =
    isFinished(status) && !(status === 'completed_with_errors' && mayBeReplayed)
      ? [lateErrorsKey ?? errorsKey]
      : [isFinished(status) ? null : sourceKey, rowsKey, duplicatesKey, errorsKey, lateErrorsKey];
  return new Set(keys.filter((key) => key != null));
}
