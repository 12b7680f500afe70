import type { Import } from '#contracts';
import type { BenchProduct } from './bench-product.js';

export interface TimedImport {
  product: BenchProduct;
  accountId: string;
  file: Blob;
  rows: number;
  /** What the import must have counted. */
  expected: Partial<Import['counts']>;
  /** A line is added for the CPU time that it took. */
  details: string[];
}

/**
 * One import, from the upload until it has ended, without what its subscribers do afterwards.
 * @returns rows a second
 * @throws when it counted otherwise
 */
export async function timedImport(work: TimedImport): Promise<number> {
  const { product, accountId, file, rows, expected, details } = work;
  const { seconds, cpu } = await product.cpuOf(rows, async () => {
    const { counts } = await product.import(accountId, file);
    const isExpected = Object.entries(expected).every(
      ([outcome, count]) => counts[outcome as keyof typeof counts] === count,
    );
    if (!isExpected) throw new Error(`the rows ended as ${JSON.stringify(counts)}, not as ${JSON.stringify(expected)}`);
  });
  details.push(`CPU, ours: ${cpu}`);
  return rows / seconds;
}
