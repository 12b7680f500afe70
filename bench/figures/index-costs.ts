import type { Document } from 'mongodb';
import { atLeast, type Bench, type Figure } from '../harness/figure.js';
import { median, secondsOf } from '../harness/in-turns.js';
import { indexKeys, storedPeople } from '../harness/stored-people.js';
import { DriverAlone, forFreshAccount, writtenBatches, type WrittenBatch } from '../harness/written-batches.js';

const MOST_BATCHES = 60;

/**
 * The driver alone writes contacts with their indexes, compared with the same without any. Below, what each index costs: the
 * difference to all but this one. `docs/decisions/contact-indexes.md` says which query each is for.
 */
export const indexCosts: Figure = {
  name: 'index-costs',
  title: () => 'contacts written with their indexes, by the driver',
  unit: 'rows/s',
  goal: atLeast(0.15),
  async measure(bench) {
    const { product } = await storedPeople(bench);
    const written = (await writtenBatches(bench)).slice(0, MOST_BATCHES);
    const keys = await indexKeys(product, 'contacts');
    const variants: Document[][] = [keys, [], ...keys.map((left) => keys.filter((key) => key !== left))];
    const microseconds = await costs(bench, variants, written);
    const [all, none, ...without] = microseconds as [number, number, ...number[]];
    const details = keys.map(
      (key, index) => `${JSON.stringify(key)}: ${(all - without[index]!).toFixed(0)} µs of ${all.toFixed(0)} a contact`,
    );
    return { ours: 1e6 / all, beside: 1e6 / none, besideName: 'without indexes', details };
  },
};

/** For each set of indexes, the microseconds that a contact took, as the median of the rounds. */
async function costs(bench: Bench, variants: Document[][], written: readonly WrittenBatch[]): Promise<number[]> {
  const { product } = await storedPeople(bench);
  const rows = written.reduce((sum, { contacts }) => sum + contacts.length, 0);
  const names = variants.map((_, index) => `bench_index_${index}`);
  const drivers = await Promise.all(variants.map((keys, index) => DriverAlone.make(product, keys, names[index])));
  const found: number[][] = variants.map(() => []);
  try {
    for (let round = 0; round <= bench.sizes.rounds; round++)
      for (const [index, driver] of drivers.entries()) {
        const { batches } = forFreshAccount(written);
        const seconds = await secondsOf(() => driver.write(batches));
        // The first round is a warm-up.
        if (round > 0) found[index]!.push((seconds * 1e6) / rows);
      }
  } finally {
    await Promise.all(drivers.map((driver) => driver.close()));
  }
  return found.map((values) => median(values));
}
