import { v7 as uuidv7 } from 'uuid';
import { atLeast, type Figure } from '../harness/figure.js';
import { inTurns } from '../harness/in-turns.js';
import { besidePeople, storedPeople } from '../harness/stored-people.js';
import { timedImport } from '../harness/timed-import.js';

/**
 * Imports people that the account does not have, from the upload until the import is `completed`; compared with
 * mongoimport, which upserts the resulting documents under a different account.
 */
export const importNew: Figure = {
  name: 'import-new',
  title: ({ rows }) => `import of ${rows.toLocaleString('en')} new contacts`,
  unit: 'rows/s',
  goal: atLeast(1.5),
  async measure(bench) {
    if ('missing' in bench.tools) return { skipped: bench.tools.missing };
    const { product, accountId, file } = await storedPeople(bench);
    const { collection } = await besidePeople(bench, bench.tools);
    const { rows, rounds } = bench.sizes;
    const details: string[] = [];
    // The people were already imported once on both sides, which was the warm-up.
    const figures = await inTurns(
      rounds,
      {
        ours: async () => {
          const fresh = await product.newAccount();
          const speed = await timedImport({
            product,
            accountId: fresh,
            file,
            rows,
            expected: { created: rows },
            details,
          });
          await product.settled();
          return speed;
        },
        beside: async (round) => {
          const fresh = uuidv7();
          const documents = await collection.dump(accountId, `new-${round}.json`, fresh);
          const { seconds, cpu } = await product.cpuOf(rows, () => collection.import(documents));
          details.push(`CPU, mongoimport: ${cpu}`);
          const count = await collection.count(fresh);
          if (count !== rows) throw new Error(`mongoimport stored ${count} of ${rows} documents`);
          return rows / seconds;
        },
      },
      { warmUp: false },
    );
    return { ...figures, besideName: 'mongoimport --mode=upsert', details };
  },
};
