import type { ExportedContact } from './export-columns.js';

const REPORT_EVERY_MS = 500;

/**
 * Counts the contacts that pass and reports at intervals. When a report fails, the export ends: another process has
 * taken over.
 */
export class ProgressReport {
  private rows = 0;
  private readonly startedAt = Date.now();

  /** @param report returns false when the export is no longer running */
  constructor(private readonly report: (figures: { rows: number; rowsPerSecond: number }) => Promise<boolean>) {}

  /** `rows` so far, and `rowsPerSecond` since the start. */
  figures(): { rows: number; rowsPerSecond: number } {
    const seconds = Math.max(0.001, (Date.now() - this.startedAt) / 1000);
    return { rows: this.rows, rowsPerSecond: Math.round(this.rows / seconds) };
  }

  async *count(batches: AsyncIterable<ExportedContact[]>): AsyncGenerator<ExportedContact[]> {
    let reportedAt = this.startedAt;
    for await (const batch of batches) {
      yield batch;
      this.rows += batch.length;
      if (Date.now() - reportedAt < REPORT_EVERY_MS) continue;
      reportedAt = Date.now();
      if (!(await this.report(this.figures()))) throw new Error('the export is no longer under way');
    }
  }
}
