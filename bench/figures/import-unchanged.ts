import { atLeast, type Figure } from '../harness/figure.js';
import { inTurns, secondsOf } from '../harness/in-turns.js';
import { besidePeople, storedPeople } from '../harness/stored-people.js';
import { timedImport } from '../harness/timed-import.js';

/** Imports the same file again without changes; compared with the same mongoimport again. */
export const importUnchanged: Figure = {
  name: 'import-unchanged',
  title: () => 'the same file again, all unchanged',
  unit: 'rows/s',
  goal: atLeast(8),
  async measure(bench) {
    if ('missing' in bench.tools) return { skipped: bench.tools.missing };
    const { product, accountId, file } = await storedPeople(bench);
    const beside = await besidePeople(bench, bench.tools);
    const { rows, rounds } = bench.sizes;
    const details: string[] = [];
    const figures = await inTurns(rounds, {
      ours: () => timedImport({ product, accountId, file, rows, expected: { unchanged: rows }, details }),
      beside: async () => rows / (await secondsOf(() => beside.collection.import(beside.file))),
    });
    return { ...figures, besideName: 'mongoimport --mode=upsert', details };
  },
};
