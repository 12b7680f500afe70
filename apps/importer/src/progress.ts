import type { ImportChange, ImportRecord } from '#persistence';

/** How often the record is updated and checked for a cancellation. */
const EVERY_MS = 500;
/** The speed is measured over this time. */
const WINDOW_MS = 10_000;

/** Thrown when another process has ended the import or is ending it, so this process must stop. */
export class NoLongerOursError extends Error {
  override name = 'NoLongerOursError';

  constructor() {
    super('the import is no longer in the state it was taken up in');
  }
}

/** Stores the progress of an import at intervals. Each update also shows that the worker is alive. */
export class Progress {
  /** The import is to be cancelled. */
  cancelRequested: boolean;
  private writtenAt = 0;
  private readonly samples: { at: number; rows: number }[] = [];

  /** @param write returns null when the import's state has changed */
  constructor(
    record: Pick<ImportRecord, 'cancelRequested'>,
    private readonly write: (figures: ImportChange) => Promise<Pick<ImportRecord, 'cancelRequested'> | null>,
  ) {
    this.cancelRequested = record.cancelRequested;
  }

  /**
   * @param rows rows done so far, for the speed
   * @param figures returns the changes to store; called only when an update is due
   * @throws NoLongerOursError
   */
  async report(rows: number, figures: () => ImportChange): Promise<void> {
    const now = Date.now();
    if (now - this.writtenAt < EVERY_MS) return;
    this.writtenAt = now;
    const record = await this.write({ ...figures(), rowsPerSecond: this.speed(now, rows) });
    if (!record) throw new NoLongerOursError();
    this.cancelRequested = record.cancelRequested;
  }

  /** Rows per second within the window; null until there are two measurements. */
  private speed(at: number, rows: number): number | null {
    this.samples.push({ at, rows });
    while (this.samples.length > 2 && at - this.samples[0]!.at > WINDOW_MS) this.samples.shift();
    const first = this.samples[0]!;
    return at === first.at ? null : Math.round(((rows - first.rows) * 1000) / (at - first.at));
  }
}
