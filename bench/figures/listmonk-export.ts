import type { BenchProduct } from '../harness/bench-product.js';
import { fetchDownload } from '../harness/downloads.js';
import { atLeast, type Figure } from '../harness/figure.js';
import { inTurns } from '../harness/in-turns.js';
import { linesOf } from '../harness/lines-of.js';
import { besideListmonk, subscribedPeople } from '../harness/listmonk/beside-listmonk.js';
import { storedPeople } from '../harness/stored-people.js';

/**
 * Downloads all people of an account as CSV, from the request to the last byte; compared with all of a list. No value of
 * these people has a line end, so lines are rows.
 */
export const listmonkExport: Figure = besideListmonk({
  name: 'listmonk-export',
  title: ({ rows }) => `export of ${rows.toLocaleString('en')} people`,
  unit: 'rows/s',
  goal: atLeast(1),
  async measure(bench, listmonk) {
    const { rows, rounds } = bench.sizes;
    const { product, accountId } = await storedPeople(bench);
    const { list } = await subscribedPeople(bench, listmonk);
    const details: string[] = [];
    const measured = async (
      whose: { cpuOf: BenchProduct['cpuOf'] },
      name: string,
      read: () => Promise<number>,
    ): Promise<number> => {
      let found = 0;
      const { seconds, cpu } = await whose.cpuOf(rows, async () => (found = await read()));
      if (found !== rows) throw new Error(`the file of ${name} has ${found} rows of ${rows}`);
      details.push(`CPU, ${name}: ${cpu}`);
      return rows / seconds;
    };
    const figures = await inTurns(rounds, {
      ours: () => measured(product, 'ours', () => downloadedRows(product, accountId)),
      beside: () => measured(listmonk, 'listmonk', () => listmonk.export(list)),
    });
    return { ...figures, details };
  },
});

/** Downloads an account. @returns the rows of the file */
export async function downloadedRows(product: BenchProduct, accountId: string): Promise<number> {
  const { file } = await fetchDownload(product, accountId, 'csv');
  return (await linesOf(file)) - 1;
}
