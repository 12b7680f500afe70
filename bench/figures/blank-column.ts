import { facetForValueName } from '#contact-rules';
import { inBatches } from '#persistence';
import { atLeast, type Figure } from '../harness/figure.js';
import { inTurns } from '../harness/in-turns.js';
import type { StoredPeople } from '../harness/stored-people.js';
import { besideDriver, forFreshAccount, type DriverAlone } from '../harness/written-batches.js';

const COLUMN = 'city';
const PER_BATCH = 500;

/**
 * Imports a file whose column is blank, so that every contact of the account loses this value, from the upload until the import
 * is `completed`; compared with `updateMany` of the driver, for so many contacts at a time. The driver takes the value and what
 * filters find it by off. It keeps nothing of what was there before, and tells nobody.
 */
export const blankColumn: Figure = {
  name: 'blank-column',
  title: ({ rows }) => `a blank column over ${rows.toLocaleString('en')} contacts`,
  unit: 'rows/s',
  goal: atLeast(1),
  measure: (bench) =>
    besideDriver(bench, async (people, written, driver) => {
      const { product, file } = people;
      const { rows, rounds } = bench.sizes;
      const details: string[] = [];
      const figures = await inTurns(rounds, {
        ours: async () => {
          const accountId = await product.newAccount();
          await product.import(accountId, file);
          await product.settled();
          const speed = await removed(people, accountId, rows, details);
          await product.settled();
          return speed;
        },
        beside: async () => {
          const { accountId, batches } = forFreshAccount(written);
          await driver.write(batches);
          const { seconds, cpu } = await product.cpuOf(rows, () => takeOff(driver, accountId));
          details.push(`CPU, the driver alone (its own is not in here): ${cpu}`);
          if (await driver.contacts.findOne(havingColumn(accountId))) throw new Error('a value is still there');
          return rows / seconds;
        },
      });
      return { ...figures, besideName: `updateMany of ${PER_BATCH}, without history and events`, details };
    }),
};

const havingColumn = (accountId: string) => ({ accountId, facets: facetForValueName(COLUMN) });

/** @returns contacts of the account a second */
async function removed({ product }: StoredPeople, accountId: string, rows: number, details: string[]): Promise<number> {
  const contacts = product.db.collection('contacts');
  const before = await contacts.countDocuments(havingColumn(accountId));
  const one = await contacts.findOne({ accountId });
  const blank = new Blob([`id,name,${COLUMN}\n${String(one!.phone)},Somebody,\n`]);
  const { seconds, cpu } = await product.cpuOf(rows, async () => {
    const { id } = await product.api.upload(accountId, blank, { fileName: 'blank.csv', blankColumns: 'clear' });
    const { status } = await product.api.followImport(id);
    if (status !== 'completed') throw new Error(`the import ended as ${status}`);
  });
  details.push(`CPU, ours, ${before.toLocaleString('en')} contacts had the value: ${cpu}`);
  if (await contacts.findOne(havingColumn(accountId))) throw new Error('a value is still there');
  return rows / seconds;
}

async function takeOff({ contacts }: DriverAlone, accountId: string): Promise<void> {
  const found = contacts.find(havingColumn(accountId)).project<{ _id: string }>({ _id: 1 }).sort({ phone: 1 });
  for await (const batch of inBatches(found, PER_BATCH)) {
    await contacts.updateMany(
      { _id: { $in: batch.map(({ _id }) => _id) }, accountId },
      {
        $pull: { values: { name: COLUMN }, facets: new RegExp(`^v:${COLUMN}(=|$)`) },
        $inc: { rev: 1 },
        $set: { updatedAt: new Date() },
      } as object,
      { writeConcern: { w: 'majority' } },
    );
  }
}
