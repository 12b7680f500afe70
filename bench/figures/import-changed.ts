import { atLeast, type Figure } from '../harness/figure.js';
import { inTurns, secondsOf } from '../harness/in-turns.js';
import { peopleBlob } from '../harness/people-blob.js';
import { BesideCollection } from '../harness/stored-people.js';
import { timedImport } from '../harness/timed-import.js';

const TOWNS = ['Oldtown', 'Newtown'];

/**
 * Imports the same people, a tenth of them with a new city each time; compared with mongoimport of the resulting
 * documents.
 */
export const importChanged: Figure = {
  name: 'import-changed',
  title: () => 'a tenth of the rows changed',
  unit: 'rows/s',
  goal: atLeast(3),
  async measure(bench) {
    if ('missing' in bench.tools) return { skipped: bench.tools.missing };
    const product = await bench.product();
    const { rows, rounds } = bench.sizes;
    const accountId = await product.newAccount();
    const collection = await BesideCollection.make(product, bench.tools, 'bench_changed');
    const files = await Promise.all(TOWNS.map((town) => peopleBlob(rows, { town })));
    const documents: string[] = [];
    // Import both variants once on both sides: this warms up, and the first round starts from the second variant.
    for (const [index, file] of files.entries()) {
      await product.import(accountId, file);
      documents.push(await collection.dump(accountId, `changed-${index}.json`));
      await collection.import(documents[index]!);
    }
    await product.settled();
    const details: string[] = [];
    const updated = Math.ceil(rows / 10);
    const expected = { updated, unchanged: rows - updated };
    const variant = (round: number) => (round - 1) % TOWNS.length;
    const figures = await inTurns(
      rounds,
      {
        ours: async (round) => {
          const file = files[variant(round)]!;
          const speed = await timedImport({ product, accountId, file, rows, expected, details });
          await product.settled();
          return speed;
        },
        beside: async (round) => rows / (await secondsOf(() => collection.import(documents[variant(round)]!))),
      },
      { warmUp: false },
    );
    return { ...figures, besideName: 'mongoimport --mode=upsert', details };
  },
};
