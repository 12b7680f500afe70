import { isFinished } from '#contracts';
import type { ImportRecord } from './import.schemas.js';

/**
 * The objects that an import still needs. After its end, these are only the error file, and its rows as long as batches
 * that were given up may be replayed. A refused file may be read otherwise. Mended rows go on saying so.
 */
export function keptKeys({ status, sourceKey, checked, mends }: ImportRecord, mayBeReplayed: boolean): Set<string> {
  const { rowsKey, duplicatesKey, errorsKey, lateErrorsKey, listedKey } = checked ?? {};
  const mended = mends ? [mends.key, listedKey] : [];
  const keys = [sourceKey, rowsKey, duplicatesKey, errorsKey, lateErrorsKey, listedKey, mends?.key];
  const kept = !isFinished(status)
    ? keys
    : status === 'rejected'
      ? [sourceKey, ...mended]
      : status === 'completed_with_errors' && mayBeReplayed
        ? keys.slice(1)
        : [lateErrorsKey ?? errorsKey, ...mended];
  return new Set(kept.filter((key) => key != null));
}
