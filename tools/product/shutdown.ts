import { explain, type Report } from '#terminal';

/** One Ctrl-C may arrive twice: from the terminal and from npm. Only a later signal means "exit at once". */
const SAME_SIGNAL_MS = 1_500;

/**
 * Runs clean-up tasks before this process exits, whatever the reason: done, failed, Ctrl-C, SIGTERM, uncaught error.
 */
export class Shutdown {
  private readonly tasks: (() => Promise<void> | void)[] = [];
  private ending: Promise<void> | null = null;
  private signalAt = 0;
  /** The exit status after Ctrl-C: that of an interrupted program, until {@link interruptible} changes it. */
  private interruptedStatus = 130;

  constructor(private readonly report: Report) {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => this.onSignal());
    process.on('uncaughtException', (error) => void this.fail(error));
    process.on('unhandledRejection', (error) => void this.fail(error));
  }

  /** True as soon as the shutdown has begun. */
  get isEnding(): boolean {
    return this.ending !== null;
  }

  /** Adds a clean-up task. Tasks run in reverse order. */
  atEnd(task: () => Promise<void> | void): void {
    this.tasks.push(task);
  }

  /** From now on, Ctrl-C is the normal way to stop. */
  interruptible(): void {
    this.interruptedStatus = 0;
  }

  /** Runs all tasks, then exits the process. */
  async end(status: number): Promise<never> {
    this.ending ??= this.run();
    await this.ending;
    process.exit(status);
  }

  /**
   * Reports the error and exits with status 1. During a shutdown the error is not reported, because it is a
   * consequence.
   */
  async fail(error: unknown): Promise<never> {
    if (!this.isEnding) this.report.say(explain(error));
    return this.end(1);
  }

  private onSignal(): void {
    const now = Date.now();
    if (this.signalAt === 0) {
      this.signalAt = now;
      this.report.say('\nStopping …');
      void this.end(this.interruptedStatus);
    } else if (now - this.signalAt > SAME_SIGNAL_MS) {
      process.exit(this.interruptedStatus || 130);
    }
  }

  private async run(): Promise<void> {
    for (const task of this.tasks.toReversed()) {
      try {
        await task();
      } catch (error) {
        this.report.say(explain(error));
      }
    }
  }
}
