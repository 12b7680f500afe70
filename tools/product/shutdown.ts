import { explain, type Report } from '#terminal';

/**
 * One Ctrl-C may arrive twice: from the terminal, and again from npm. Only a later one means "at once".
 */
const SAME_SIGNAL_MS = 1_500;

/** What must happen before this process ends, on every way out: done, failed, Ctrl-C, SIGTERM, an error nobody caught. */
export class Shutdown {
  private readonly tasks: (() => Promise<void> | void)[] = [];
  private ending: Promise<void> | null = null;
  private signalAt = 0;
  /** What Ctrl-C ends with: the status of an interrupted program until {@link interruptible} says otherwise. */
  private interruptedStatus = 130;

  constructor(private readonly report: Report) {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => this.onSignal());
    process.on('uncaughtException', (error) => void this.fail(error));
    process.on('unhandledRejection', (error) => void this.fail(error));
  }

  /** True from the first reason to end on. */
  get isEnding(): boolean {
    return this.ending !== null;
  }

  /** Adds something to do at the end. What was added last is done first. */
  atEnd(task: () => Promise<void> | void): void {
    this.tasks.push(task);
  }

  /** From now on Ctrl-C is the expected end. */
  interruptible(): void {
    this.interruptedStatus = 0;
  }

  /** Does everything that was added, then ends the process. */
  async end(status: number): Promise<never> {
    this.ending ??= this.run();
    await this.ending;
    process.exit(status);
  }

  /** Says what went wrong, unless we are ending already and it is a consequence of that, and ends with status 1. */
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
