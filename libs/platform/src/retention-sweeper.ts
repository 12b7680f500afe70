import type { Logger } from 'pino';
import type { Config } from './config.js';
import { RecurringWork } from './recurring-work.js';

const DAY_MS = 24 * 60 * 60 * 1000;
const BATCH = 500;
/** After so many batches it is the turn of the next kind, so that none waits for one of which there is much. */
const BATCHES = 20;

/** Something that is kept for some time after its end. */
export interface Kept {
  /** In log lines. */
  what: string;
  /** How many days; 0: for ever. */
  days: number;
  /** Removes what ended before a time, the oldest first. @returns how many; fewer than `limit` when none is left */
  remove: (before: Date, limit: number) => Promise<number>;
}

/** Removes what has been kept long enough. The time is compared in each round, so a changed setting needs no migration. */
export abstract class RetentionSweeper extends RecurringWork {
  constructor(
    config: Config,
    private readonly logger: Logger,
    private readonly kinds: readonly Kept[],
  ) {
    super({ everyMs: config.OBJECT_SWEEP_SECONDS * 1000, logger, failure: 'removing what is old failed' });
  }

  /** The first round is now, because a service may be restarted more often than it sweeps. */
  override start(): void {
    super.start();
    this.startRound();
  }

  /** Several processes may run it at the same time: removing twice does no harm. */
  protected async round(): Promise<void> {
    let left = this.kinds.filter(({ days }) => days > 0);
    while (left.length > 0) {
      const unfinished: Kept[] = [];
      for (const kind of left) if (!(await this.removeSome(kind))) unfinished.push(kind);
      left = unfinished;
    }
  }

  /** @returns whether none is left, or the service stops */
  private async removeSome({ what, days, remove }: Kept): Promise<boolean> {
    const before = new Date(Date.now() - days * DAY_MS);
    let removed = 0;
    let isDone = this.isStopping;
    for (let batch = 0; batch < BATCHES && !isDone; batch++) {
      const count = await remove(before, BATCH);
      removed += count;
      isDone = count < BATCH || this.isStopping;
    }
    if (removed > 0) this.logger.info({ what, removed }, 'removed what was kept long enough');
    return isDone;
  }
}
