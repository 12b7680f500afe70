import type { ImportBatchRecord, ImportLedgerRepository } from '#persistence';
import type { Config } from '#platform';
import { setTimeout as delay } from 'node:timers/promises';

const FIRST_WAIT_MS = 5;
const LONGEST_WAIT_MS = 100;

/** For long rows: this much JSON in flight keeps all workers busy, and this process and Redis hold it in memory. */
const MAX_BYTES = 8 * 1024 * 1024;

/** An import begins with so many batches in flight, and may have another one for each that comes back soon. */
const FIRST = 8;
/** As many as one process of the contacts service handles at the same time. */
const LEAST = 4;
/** If a batch takes longer, the contacts service has too much to do, and more batches would only wait in its queue. */
const SLOW_MS = 5_000;

interface InFlight {
  n: number;
  /** Its size as JSON. */
  bytes: number;
}

/**
 * The published batches without an outcome. Their number is limited, however slow the contacts service is: all imports of
 * an organisation share its turns in that queue, so a small one would have to wait for all batches of the large ones.
 */
export class BatchesInFlight<B extends InFlight> {
  private readonly batches = new Map<number, { batch: B; sentAt: number }>();
  private limit = FIRST;
  private waitMs = FIRST_WAIT_MS;
  private movedAt = Date.now();

  constructor(
    private readonly ledger: ImportLedgerRepository,
    private readonly importId: string,
    private readonly config: Pick<Config, 'IMPORT_BATCHES_IN_FLIGHT' | 'SWEEP_SECONDS'>,
    private readonly publish: (batch: B) => Promise<void>,
  ) {}

  get isFull(): boolean {
    let held = 0;
    for (const { batch } of this.batches.values()) held += batch.bytes;
    return this.batches.size >= Math.min(this.limit, this.config.IMPORT_BATCHES_IN_FLIGHT) || held >= MAX_BYTES;
  }

  get isEmpty(): boolean {
    return this.batches.size === 0;
  }

  async send(batch: B): Promise<void> {
    await this.publish(batch);
    if (this.isEmpty) this.movedAt = Date.now();
    this.batches.set(batch.n, { batch, sentAt: Date.now() });
  }

  /**
   * Waits a moment and checks for outcomes. The pause is shorter while outcomes arrive and longer while none do.
   * @returns the batches that were settled meanwhile; may be empty
   */
  async settled(): Promise<ImportBatchRecord[]> {
    await delay(this.waitMs);
    const settled = await this.ledger.settled(this.importId, [...this.batches.keys()]);
    for (const { n } of settled) this.settle(n);
    if (settled.length > 0) {
      this.waitMs = FIRST_WAIT_MS;
      this.movedAt = Date.now();
    } else {
      this.waitMs = Math.min(this.waitMs * 2, LONGEST_WAIT_MS);
      if (Date.now() - this.movedAt > this.config.SWEEP_SECONDS * 1000) await this.publishAgain();
    }
    return settled;
  }

  private settle(n: number): void {
    const isSlow = Date.now() - this.batches.get(n)!.sentAt > SLOW_MS;
    this.batches.delete(n);
    this.limit = isSlow
      ? Math.max(LEAST, this.limit / 2)
      : Math.min(this.limit + 1, this.config.IMPORT_BATCHES_IN_FLIGHT);
  }

  /** When no outcome arrives for long, Redis may have lost the events. If it still has them, this does nothing. */
  private async publishAgain(): Promise<void> {
    this.movedAt = Date.now();
    for (const { batch } of this.batches.values()) await this.publish(batch);
  }
}
