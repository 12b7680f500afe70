import { atLeast, type Figure } from '../harness/figure.js';
import { inTurns } from '../harness/in-turns.js';
import { peopleBlob } from '../harness/people-blob.js';
import { storedPeople } from '../harness/stored-people.js';

/** The most rows of which each is compared with its contact for the forecast; of more, a sample is. */
const MOST = 50_000;

/**
 * Imports people again without changes, with the guard on the share of changed contacts, which needs a forecast;
 * compared with the same without the guard.
 */
export const importGuard: Figure = {
  name: 'import-guard',
  title: ({ rows }) => `${Math.min(rows, MOST).toLocaleString('en')} unchanged rows, with the guard's forecast`,
  unit: 'rows/s',
  goal: atLeast(0.7),
  async measure(bench) {
    const { product, accountId } = await storedPeople(bench);
    const rows = Math.min(bench.sizes.rows, MOST);
    const file = await peopleBlob(rows);
    const details: string[] = [];
    const importing = async () => {
      const { counts } = await product.import(accountId, file);
      if (counts.unchanged !== rows) throw new Error(`${counts.unchanged} of ${rows} rows were unchanged`);
    };
    const measure = (name: string, percent: string) => async () => {
      await product.restart(['importer'], { CONFIRM_CHANGED_PERCENT: percent });
      // The process is new, and the first import slower.
      await importing();
      const { seconds, cpu } = await product.cpuOf(rows, importing);
      details.push(`CPU, ${name}: ${cpu}`);
      return rows / seconds;
    };
    const contenders = { ours: measure('with', '50'), beside: measure('without', '100') };
    const figures = await inTurns(bench.sizes.rounds, contenders, { warmUp: false });
    await product.restart(['importer'], { CONFIRM_CHANGED_PERCENT: '100' });
    return { ...figures, besideName: 'without the guard', details };
  },
};
