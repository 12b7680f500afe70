import { atLeast, type Figure } from '../harness/figure.js';
import { inTurns, median, secondsOf } from '../harness/in-turns.js';
import { timedImport } from '../harness/timed-import.js';
import { besideDriver, forFreshAccount } from '../harness/written-batches.js';

/**
 * Imports people that the account does not have, from the upload until the last subscriber is done; compared with MongoDB's
 * driver, which only writes the documents that such an import has written: the contacts, in the same transactions with the
 * events about them, and then the view of campaigns, after which the event is removed; all with the same indexes. It reads no
 * file, looks for no contact that is there already, and keeps no progress. Below, the same without the view.
 */
export const importDriver: Figure = {
  name: 'import-driver',
  title: ({ rows }) => `import of ${rows.toLocaleString('en')} new contacts with its subscribers, beside the driver`,
  unit: 'rows/s',
  goal: atLeast(0.95),
  measure: (bench) =>
    besideDriver(bench, async ({ product, file }, written, driver) => {
      const { rows, rounds } = bench.sizes;
      const details: string[] = [];
      const imports: number[] = [];
      const contactsAlone: number[] = [];
      const write = async (view: boolean): Promise<number> => {
        const { accountId, batches } = forFreshAccount(written);
        const { seconds, cpu } = await product.cpuOf(rows, () => driver.write(batches, { view }));
        details.push(`CPU, the driver alone${view ? '' : ', no view'} (its own is not in here): ${cpu}`);
        const count = await driver.contacts.countDocuments({ accountId });
        if (count !== rows) throw new Error(`the driver stored ${count} of ${rows} documents`);
        return rows / seconds;
      };
      const figures = await inTurns(rounds, {
        ours: async () => {
          const accountId = await product.newAccount();
          const seconds = await secondsOf(async () => {
            imports.push(await timedImport({ product, accountId, file, rows, expected: { created: rows }, details }));
            await product.settled();
          });
          return rows / seconds;
        },
        beside: async () => {
          contactsAlone.push(await write(false));
          return write(true);
        },
      });
      // The first round is a warm-up.
      const [completed, withoutView] = [median(imports.slice(1)), median(contactsAlone.slice(1))];
      details.push(
        `until it is completed: ${completed.toFixed(0)} rows/s; the driver without the view: ${withoutView.toFixed(0)} rows/s (${(completed / withoutView).toFixed(2)}×)`,
      );
      return { ...figures, besideName: 'the driver, same documents', details };
    }),
};
