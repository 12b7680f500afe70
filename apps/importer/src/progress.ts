import type { ImportChange, ImportRecord } from '#persistence';

/** How often the record is written, and looked at for a wish to cancel. */
const EVERY_MS = 500;
/** The speed is that of the last seconds. */
const WINDOW_MS = 10_000;

/** Somebody else ended the import, or is ending it: this process has nothing more to do with it. */
export class NoLongerOursError extends Error {
  override name = 'NoLongerOursError';

  constructor() {
    super('the import is no longer in the state it was taken up in');
  }
}

/** Writes how far an import has come, now and then. Each time also says that it is still alive. */
export class Progress {
  /** Somebody wants the import to stop. */
  cancelRequested: boolean;
  private writtenAt = 0;
  private readonly samples: { at: number; rows: number }[] = [];

  /** @param write answers null when the import is in another state by now */
  constructor(
    record: Pick<ImportRecord, 'cancelRequested'>,
    private readonly write: (figures: ImportChange) => Promise<Pick<ImportRecord, 'cancelRequested'> | null>,
  ) {
    this.cancelRequested = record.cancelRequested;
  }

  /**
   * @param rows done so far, for the speed
   * @param figures what the record is to say, asked for when it is time
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

  /** Rows a second over the window; null before there is anything to compare. */
  private speed(at: number, rows: number): number | null {
    this.samples.push({ at, rows });
    while (this.samples.length > 2 && at - this.samples[0]!.at > WINDOW_MS) this.samples.shift();
    const first = this.samples[0]!;
    return at === first.at ? null : Math.round(((rows - first.rows) * 1000) / (at - first.at));
  }
}
