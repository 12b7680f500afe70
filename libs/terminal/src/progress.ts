import { styleText } from 'node:util';

/** A task that takes a while. */
export interface Task {
  /** Shows the progress in a few words. */
  note(text: string): void;
  /**
   * Ends it with success. Without `text`, its line disappears, unless the task was already announced in a plain log.
   */
  done(text?: string): void;
  /** Ends it with failure. */
  fail(text: string): void;
}

/** How scripts report their progress to the user at the terminal. */
export interface Report {
  say(text: string): void;
  task(label: string): Task;
}

/** Shows a task while some work is done. */
export async function during<T>(report: Report, label: string, work: (task: Task) => Promise<T>): Promise<T> {
  const task = report.task(label);
  try {
    const result = await work(task);
    task.done();
    return result;
  } catch (error) {
    task.fail(`${label}: failed`);
    throw error;
  }
}

/** In a plain log, a task is announced only after this time, and then reported again now and then. */
const ANNOUNCE_AFTER_MS = 2_000;
const REMIND_EVERY_MS = 20_000;
const CLEAR_LINE = '\r\x1b[2K';
const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

type Output = Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'>;

/**
 * A report for a terminal (one live line with the elapsed time) or for a plain log (a line now and then). When several
 * tasks run at once, the live line shows the oldest one, and how many there are besides.
 */
export function consoleReport(output: Output = process.stdout): Report {
  const say = (text: string) => void output.write(`${output.isTTY ? CLEAR_LINE : ''}${text}\n`);
  return { say, task: output.isTTY ? liveLine(output) : (label) => logTask(label, output) };
}

/** @returns starts a task on the terminal's live line */
function liveLine(output: Output): (label: string) => Task {
  const running = new Set<{ label: string; started: number; note: string }>();
  let frame = 0;
  let timer: NodeJS.Timeout | undefined;
  const draw = () => {
    const [oldest] = running;
    if (!oldest) return;
    const others = running.size > 1 ? `[+${running.size - 1}] ` : '';
    const text = `${FRAMES[frame++ % FRAMES.length]!} ${others}${line(oldest.label, oldest.started, oldest.note)}`;
    output.write(`${CLEAR_LINE}${text.slice(0, (output.columns || 80) - 1)}`);
  };
  return (label) => {
    const task = { label, started: Date.now(), note: '' };
    running.add(task);
    timer ??= setInterval(draw, 120).unref();
    draw();
    const end = (text: string | null) => {
      running.delete(task);
      if (running.size === 0) {
        clearInterval(timer);
        timer = undefined;
      }
      output.write(`${CLEAR_LINE}${text === null ? '' : `${text}\n`}`);
    };
    return {
      note: (text) => void (task.note = text),
      done: (text) => end(text === undefined ? null : `${good('✓')} ${text}${took(task.started)}`),
      fail: (text) => end(`${bad('✗')} ${text}`),
    };
  };
}

function logTask(label: string, output: Output): Task {
  const started = Date.now();
  let note = '';
  let announced = false;
  const announce = () => {
    announced = true;
    output.write(`… ${line(label, started, note)}\n`);
  };
  const first = setTimeout(announce, ANNOUNCE_AFTER_MS).unref();
  const again = setInterval(announce, REMIND_EVERY_MS).unref();
  const end = () => {
    clearTimeout(first);
    clearInterval(again);
  };
  return {
    note: (text) => void (note = text),
    done: (text) => {
      end();
      if (text !== undefined) output.write(`✓ ${text}${took(started)}\n`);
      else if (announced) output.write(`✓ ${label}${took(started)}\n`);
    },
    fail: (text) => {
      end();
      output.write(`✗ ${text}\n`);
    },
  };
}

function line(label: string, started: number, note: string): string {
  return `${label} (${clock(Date.now() - started)}${note && `, ${note}`})`;
}

function took(started: number): string {
  const milliseconds = Date.now() - started;
  return milliseconds < ANNOUNCE_AFTER_MS ? '' : ` (${clock(milliseconds)})`;
}

/** `75000` → `1:15`. */
export function clock(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

export const good = (text: string) => styleText('green', text);
export const bad = (text: string) => styleText('red', text);
