import { Presets, SingleBar } from 'cli-progress';
import type { Report } from './progress.js';

/** The progress of some work. */
export interface Progress {
  stage: string;
  done: number;
  /** Null while unknown. */
  total: number | null;
  perSecond: number | null;
  secondsLeft: number | null;
}

interface Work<T> {
  label: string;
  /** The unit, e.g. "rows". */
  unit: string;
  follow: (onProgress: (state: T) => void) => Promise<T>;
  read: (state: T) => Progress;
}

const BAR = '  {stage} {bar} {percentage}% | {count} | {rate} | {left}';

/**
 * Follows work to its end. On a terminal it draws a progress bar from the work's state; in a plain log it prints a line
 * now and then.
 */
export async function followWithBar<T>(work: Work<T>, report: Report): Promise<T> {
  if (!process.stdout.isTTY) return followWithTask(work, report);
  const { unit, follow, read } = work;
  const bar = new SingleBar(
    { format: BAR, hideCursor: true, clearOnComplete: true, gracefulExit: true },
    Presets.shades_classic,
  );
  bar.start(1, 0, { stage: ' '.repeat(9), count: '', rate: `– ${unit}/s`, left: '' });
  try {
    return await follow((state) => {
      const progress = read(state);
      bar.setTotal(progress.total ?? 1);
      bar.update(progress.total === null ? 0 : progress.done, texts(progress, unit));
    });
  } finally {
    bar.stop();
  }
}

async function followWithTask<T>({ label, unit, follow, read }: Work<T>, report: Report): Promise<T> {
  const task = report.task(label);
  try {
    return await follow((state) => {
      const progress = read(state);
      task.note(`${progress.stage}, ${countOf(progress, unit)}`);
    });
  } finally {
    task.done();
  }
}

function texts(progress: Progress, unit: string): Record<'stage' | 'count' | 'rate' | 'left', string> {
  const { stage, perSecond, secondsLeft } = progress;
  return {
    stage: stage.padEnd(9),
    count: countOf(progress, unit),
    rate: perSecond === null ? `– ${unit}/s` : `${Math.round(perSecond)} ${unit}/s`,
    left: secondsLeft === null ? '' : `${Math.ceil(secondsLeft)} s left`,
  };
}

function countOf({ done, total }: Progress, unit: string): string {
  return total === null ? `${done} ${unit}` : `${done} of ${total} ${unit}`;
}
