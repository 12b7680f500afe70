import { SERVICES } from '#contracts';
import type { Figure } from '../harness/figure.js';
import { secondsOf } from '../harness/in-turns.js';
import { besideListmonk } from '../harness/listmonk/beside-listmonk.js';
import { peopleBlob, subscribersBlob } from '../harness/people-blob.js';
import { peakMegabytes } from '../harness/process-memory.js';
import { downloadedRows } from './listmonk-export.js';

/**
 * The most that all processes of a side, services and servers, have in memory while a large file is imported and
 * downloaded. Both sides' own programs are started again before.
 */
export const listmonkMemory: Figure = besideListmonk({
  name: 'listmonk-memory',
  title: ({ large }) => `peak memory of services and servers at ${large.toLocaleString('en')} rows`,
  unit: 'MB',
  goal: { text: '≤ 1×', value: 1, isReached: ({ ratio }) => ratio <= 1 },
  async measure(bench, listmonk) {
    if (process.platform !== 'linux') return { skipped: 'memory is read from /proc' };
    const product = await bench.product();
    if (!product.pids())
      return { skipped: 'a server of ours is not a process of the bench, so its memory is not known' };
    const { large: rows } = bench.sizes;
    const details: string[] = [];
    /** @returns MB */
    const measured = async (
      name: string,
      pids: () => number[],
      work: { import: () => Promise<unknown>; read: () => Promise<number> },
    ): Promise<number> => {
      const peak = await peakMegabytes(pids, async () => {
        const seconds = await secondsOf(work.import);
        const found = await work.read();
        if (found !== rows) throw new Error(`the file of ${name} has ${found} rows of ${rows}`);
        details.push(`${name}: imported at ${Math.round(rows / seconds).toLocaleString('en')} rows/s`);
      });
      return peak;
    };

    await product.settled();
    await product.restart(SERVICES);
    const accountId = await product.newAccount();
    const file = await peopleBlob(rows);
    const ours = await measured('ours', () => product.pids()!, {
      import: async () => {
        const { counts } = await product.import(accountId, file);
        if (counts.created !== rows) throw new Error(`${counts.created} of ${rows} contacts were created`);
      },
      read: async () => {
        await product.settled();
        return downloadedRows(product, accountId);
      },
    });

    await listmonk.stop();
    await listmonk.start();
    const list = await listmonk.newList();
    const subscribers = await subscribersBlob(rows, 'memory.example');
    const beside = await measured('listmonk', () => listmonk.pids(), {
      import: () => listmonk.import(list, subscribers, rows),
      read: () => listmonk.export(list),
    });
    await listmonk.settled();
    return { ours, beside, details };
  },
});
