import type { Import } from '#contracts';
import { followWithBar } from '../progress-bar.js';
import type { Report } from '../progress.js';
import type { ApiClient } from './api-client.js';

/** Follows an import to its end. Before checking has read it all, nobody knows how many rows there are. */
export function followImport(api: ApiClient, id: string, report: Report): Promise<Import> {
  const work = {
    label: 'Importing',
    unit: 'rows',
    follow: (onProgress: (state: Import) => void) => api.followImport(id, onProgress),
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
