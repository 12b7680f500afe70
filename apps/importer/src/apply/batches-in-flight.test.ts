import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ImportLedgerRepository } from '#persistence';
import { BatchesInFlight } from './batches-in-flight.js';

describe('the batches in flight', () => {
  let now = 0;
  let settled: number[];
  let inFlight: BatchesInFlight<{ n: number; bytes: number }>;
  let next: number;

  beforeEach(() => {
    [now, next, settled] = [1_000_000, 0, []];
    vi.spyOn(Date, 'now').mockImplementation(() => now);
    const ledger = { settled: async () => settled.map((n) => ({ n })) } as unknown as ImportLedgerRepository;
    const config = { IMPORT_BATCHES_IN_FLIGHT: 32, SWEEP_SECONDS: 1_000 };
    inFlight = new BatchesInFlight(ledger, 'an import', config, () => Promise.resolve());
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  /** Sends as many as may be sent, each with so many bytes. @returns their numbers */
  async function fill(bytes = 1): Promise<number[]> {
    const sent: number[] = [];
    for (; !inFlight.isFull; next++) {
      await inFlight.send({ n: next, bytes });
      sent.push(next);
    }
    return sent;
  }

  /** All have their outcome after so long. */
  async function settleAll(numbers: number[], milliseconds: number): Promise<void> {
    now += milliseconds;
    settled = numbers;
    await inFlight.settled();
    expect(inFlight.isEmpty).toBe(true);
  }

  it('become more while they come back soon, up to the configured number', async () => {
    const counts: number[] = [];
    for (let round = 0; round < 4; round++) {
      const sent = await fill();
      counts.push(sent.length);
      await settleAll(sent, 100);
    }
    expect(counts).toEqual([8, 16, 32, 32]);
  });

  it('become fewer while they are slow, and more again afterwards', async () => {
    await settleAll(await fill(), 100);
    await settleAll(await fill(), 60_000);
    const few = await fill();
    expect(few).toHaveLength(4);
    await settleAll(few, 60_000);
    const least = await fill();
    expect(least).toHaveLength(4);
    await settleAll(least, 100);
    expect(await fill()).toHaveLength(8);
  });

  it('have at most eight megabytes, but at least one batch', async () => {
    expect(await fill(3 * 1024 * 1024)).toHaveLength(3);
    await settleAll([0, 1, 2], 100);
    expect(await fill(9 * 1024 * 1024)).toHaveLength(1);
  });
});
