import type { Import } from '#contracts';
import { followWithBar } from './progress-bar.js';
import type { Report } from './progress.js';

/**
 * Follows an import to its end with a progress bar. Before checking has read the whole file, nobody knows how many rows it has.
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

/** Imports into one account apply one after another: after an interrupted demo this one waits for that one. */
function stageOf({ status, waitingFor }: Import): string {
  return waitingFor === null ? status : 'waiting for an earlier import';
}
