import { fileError } from '#contact-rules';
import type { Limits } from '#contracts';
import { fork, type ChildProcess } from 'node:child_process';
import { pipeline } from 'node:stream/promises';
import { FileRefusedError, type SourceFile } from '../row-reader.js';
import { OLD, type XlsMessage } from './messages.js';

const HEAP_MEGABYTES = 176;
/** Exit codes of Node.js when its heap is full, where the system does not report a signal. */
const ABORTED = [5, 133, 134];

/** Controls the process that reads one XLS file, {@link ./xls-process.ts}. */
export class ReadingProcess {
  private readonly child: ChildProcess;
  private readonly answers: XlsMessage[] = [];
  private failure: Error | null = null;
  private wake: () => void = () => {};

  /** @param program the compiled program of the process */
  constructor(
    program: URL,
    private readonly file: SourceFile,
    { limits, isOld, sheet }: { limits: Limits; isOld: boolean; sheet?: string | undefined },
  ) {
    const edition = isOld ? OLD : '';
    this.child = fork(program, [String(file.size), JSON.stringify(limits), edition, ...(sheet ? [sheet] : [])], {
      // It needs no secrets, and its output may contain personal data, so it is not logged.
      env: {},
      stdio: ['pipe', 'ignore', 'ignore', 'ipc'],
      serialization: 'advanced',
      execArgv: [`--max-old-space-size=${HEAP_MEGABYTES}`],
    });
    this.child.on('message', (message: XlsMessage) => {
      this.answers.push(message);
      this.wake();
    });
    this.child.on('error', (error) => this.fail(error));
    this.child.on('exit', (code, signal) => this.fail(causeOf(code, signal)));
  }

  /** Sends the file to the process. Errors of the object store are thrown by {@link answer}. */
  async feed(): Promise<void> {
    try {
      const source = await this.file.read();
      source.on('error', (error) => this.fail(error));
      // If the process did not read everything, it has ended, and its end is what matters.
      await pipeline(source, this.child.stdin!).catch(() => {});
    } catch (error) {
      this.fail(error as Error);
    }
  }

  ask(question: string): void {
    this.child.send(question, () => {});
  }

  /**
   * @returns the next answer, or null when none arrived within the given milliseconds
   * @throws FileRefusedError when the process ran out of memory
   */
  async answer(milliseconds: number): Promise<XlsMessage | null> {
    if (this.answers.length === 0 && this.failure === null) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    const answer = this.answers.shift();
    if (answer) return answer;
    if (this.failure !== null) throw this.failure;
    return null;
  }

  /** Ends the process, if it still runs. @param cause what {@link answer} throws from now on */
  kill(cause: Error): void {
    this.fail(cause);
    this.child.kill('SIGKILL');
    this.child.stdin!.destroy();
  }

  private fail(cause: Error): void {
    this.failure ??= cause;
    this.wake();
  }
}

function causeOf(code: number | null, signal: string | null): Error {
  if (signal !== null || ABORTED.includes(code!)) return new FileRefusedError(fileError('workbook_too_complex', {}));
  return new Error(`the process that reads XLS files ended with code ${code}`);
}
