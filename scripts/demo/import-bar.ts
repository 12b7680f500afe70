import { Presets, SingleBar } from 'cli-progress';
import type { Import } from '#contracts';
import type { Report } from '../progress.js';
import type { ApiClient } from './api-client.js';

const BAR = '  {stage} {bar} {percentage}% | {rows} | {rate} | {left}';

/** Follows an import to its end with a progress bar drawn from its own status; in a plain log, a line now and then. */
export async function followWithBar(api: ApiClient, id: string, report: Report): Promise<Import> {
  if (!process.stdout.isTTY) return followWithTask(api, id, report);
  const bar = new SingleBar(
    { format: BAR, hideCursor: true, clearOnComplete: true, gracefulExit: true },
    Presets.shades_classic,
  );
  bar.start(1, 0, payloadOf());
  try {
    return await api.followImport(id, (state) => {
      // Before checking has read it all, nobody knows how many rows there are.
      bar.setTotal(state.rows ?? 1);
      bar.update(state.rows === null ? 0 : state.processed, payloadOf(state));
    });
  } finally {
    bar.stop();
  }
}

async function followWithTask(api: ApiClient, id: string, report: Report): Promise<Import> {
  const task = report.task('Importing');
  try {
    return await api.followImport(id, (state) => task.note(`${stageOf(state)}, ${rowsOf(state)}`));
  } finally {
    task.done();
  }
}

function payloadOf(state?: Import): Record<'stage' | 'rows' | 'rate' | 'left', string> {
  const { rowsPerSecond = null, secondsLeft = null } = state ?? {};
  return {
    stage: (state ? stageOf(state) : 'uploaded').padEnd(9),
    rows: state ? rowsOf(state) : '',
    rate: rowsPerSecond === null ? '– rows/s' : `${Math.round(rowsPerSecond)} rows/s`,
    left: secondsLeft === null ? '' : `${Math.ceil(secondsLeft)} s left`,
  };
}

/** Imports into one account apply one after another: after an interrupted demo this one waits for that one. */
function stageOf({ status, waitingFor }: Import): string {
  return waitingFor === null ? status : 'waiting for an earlier import';
}

function rowsOf({ processed, rows }: Import): string {
  return rows === null ? `${processed} rows` : `${processed} of ${rows} rows`;
}
