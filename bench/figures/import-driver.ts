import { atLeast, type Figure } from '../harness/figure.js';
import { inTurns } from '../harness/in-turns.js';
import { timedImport } from '../harness/timed-import.js';
import { besideDriver, forFreshAccount } from '../harness/written-batches.js';

/**
 * Imports people that the account does not have, from the upload until the import is `completed`; compared with MongoDB's
 * driver, which only writes the documents that such an import has written: the contacts, in the same transactions with the
 * events about them, with the same indexes. It reads no file, looks for no contact that is there already, and keeps no
 * progress.
 */
export const importDriver: Figure = {
  name: 'import-driver',
  title: ({ rows }) => `import of ${rows.toLocaleString('en')} new contacts, beside the driver`,
  unit: 'rows/s',
  goal: atLeast(0.95),
  measure: (bench) =>
    besideDriver(bench, async ({ product, file }, written, driver) => {
      const { rows, rounds } = bench.sizes;
      const details: string[] = [];
      const figures = await inTurns(rounds, {
        ours: async () => {
          const accountId = await product.newAccount();
          const speed = await timedImport({ product, accountId, file, rows, expected: { created: rows }, details });
          await product.settled();
          return speed;
        },
        beside: async () => {
          const { accountId, batches } = forFreshAccount(written);
          const { seconds, cpu } = await product.cpuOf(rows, () => driver.write(batches));
          details.push(`CPU, the driver alone (its own is not in here): ${cpu}`);
          const count = await driver.contacts.countDocuments({ accountId });
          if (count !== rows) throw new Error(`the driver stored ${count} of ${rows} documents`);
          return rows / seconds;
        },
      });
      return { ...figures, besideName: 'the driver, same documents', details };
    }),
};
