import type { Import } from '#contracts';
import { followWithBar } from './progress-bar.js';
import type { Report } from './progress.js';

/**
 * Follows an import to its end with a progress bar. The number of rows is unknown until the check has read the whole
 * file.
 * @param follow polls the import and passes on each state, as the API's client does
 */
export function followImport(
  follow: (onProgress: (state: Import) => void) => Promise<Import>,
  report: Report,
): Promise<Import> {
  const work = {
    label: 'Importing',
    unit: 'rows',
    follow,
    read: (state: Import) => ({
      stage: stageOf(state),
      done: state.processed,
      total: state.rows,
      perSecond: state.rowsPerSecond,
      secondsLeft: state.secondsLeft,
    }),
  };
  return followWithBar(work, report);
}

/** Imports into one account run one after another. After an interrupted demo, this import waits for the earlier one. */
function stageOf({ status, waitingFor }: Import): string {
  return waitingFor === null ? status : 'waiting for an earlier import';
}
