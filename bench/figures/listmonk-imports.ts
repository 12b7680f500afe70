import { besideListmonk, subscribedPeople } from '../harness/listmonk/beside-listmonk.js';
import type { Listmonk } from '../harness/listmonk/listmonk.js';
import { atLeast, type Figure } from '../harness/figure.js';
import { inTurns } from '../harness/in-turns.js';
import { peopleBlob, subscribersBlob } from '../harness/people-blob.js';
import { storedPeople } from '../harness/stored-people.js';
import { timedImport } from '../harness/timed-import.js';

const TOWNS = ['Oldtown', 'Newtown'];

/** One import of listmonk, to which a line is added for the CPU time that it took. @returns rows a second */
async function timedListmonk(
  listmonk: Listmonk,
  list: number,
  file: Blob,
  rows: number,
  details: string[],
): Promise<number> {
  const { seconds, cpu } = await listmonk.cpuOf(rows, () => listmonk.import(list, file, rows));
  details.push(`CPU, listmonk: ${cpu}`);
  return rows / seconds;
}

/** Imports people that neither side has, from the upload until it says that all rows are imported. */
const fresh: Figure = besideListmonk({
  name: 'listmonk-new',
  title: ({ rows }) => `import of ${rows.toLocaleString('en')} new people`,
  unit: 'rows/s',
  goal: atLeast(1),
  async measure(bench, listmonk) {
    const { rows, rounds } = bench.sizes;
    // Both sides import the people for the first time here, which is the warm-up.
    const { product, file } = await storedPeople(bench);
    await subscribedPeople(bench, listmonk);
    const details: string[] = [];
    const figures = await inTurns(
      rounds,
      {
        ours: async () => {
          const accountId = await product.newAccount();
          const speed = await timedImport({ product, accountId, file, rows, expected: { created: rows }, details });
          await product.settled();
          return speed;
        },
        beside: async (round) => {
          const list = await listmonk.newList();
          const subscribers = await subscribersBlob(rows, `round-${round}.example`);
          const speed = await timedListmonk(listmonk, list, subscribers, rows, details);
          const count = await listmonk.count(list);
          if (count !== rows) throw new Error(`listmonk stored ${count} of ${rows} subscribers`);
          await listmonk.settled();
          return speed;
        },
      },
      { warmUp: false },
    );
    return { ...figures, details };
  },
});

/** Imports the same file again. listmonk then writes every row again, with `overwrite`. */
const again: Figure = besideListmonk({
  name: 'listmonk-again',
  title: () => 'the same file again, all unchanged',
  unit: 'rows/s',
  goal: atLeast(1),
  async measure(bench, listmonk) {
    const { rows, rounds } = bench.sizes;
    const { product, accountId, file } = await storedPeople(bench);
    const subscribed = await subscribedPeople(bench, listmonk);
    const details: string[] = [];
    const figures = await inTurns(rounds, {
      ours: () => timedImport({ product, accountId, file, rows, expected: { unchanged: rows }, details }),
      beside: async () => {
        const { list, file: subscribers } = subscribed;
        const speed = await timedListmonk(listmonk, list, subscribers, rows, details);
        await listmonk.settled();
        return speed;
      },
    });
    return { ...figures, details };
  },
});

/** Imports the same people, a tenth of them with a new city each time. */
const changed: Figure = besideListmonk({
  name: 'listmonk-changed',
  title: () => 'a tenth of the rows changed',
  unit: 'rows/s',
  goal: atLeast(1),
  async measure(bench, listmonk) {
    const { rows, rounds } = bench.sizes;
    const product = await bench.product();
    const [accountId, list] = [await product.newAccount(), await listmonk.newList()];
    const files = await Promise.all(TOWNS.map((town) => peopleBlob(rows, { town })));
    const subscribers = await Promise.all(TOWNS.map((town) => subscribersBlob(rows, 'changed.example', { town })));
    // Both variants once on both sides: this warms up, and the first round starts from the second variant.
    for (const index of TOWNS.keys()) {
      await product.import(accountId, files[index]!);
      await listmonk.import(list, subscribers[index]!, rows);
    }
    await product.settled();
    await listmonk.settled();
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
        beside: async (round) => {
          const file = subscribers[variant(round)]!;
          const speed = await timedListmonk(listmonk, list, file, rows, details);
          await listmonk.settled();
          return speed;
        },
      },
      { warmUp: false },
    );
    return { ...figures, details };
  },
});

export const listmonkImports: Figure[] = [fresh, again, changed];
