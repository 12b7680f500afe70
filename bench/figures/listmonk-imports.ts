import { besideListmonk, subscribedPeople } from '../harness/listmonk/beside-listmonk.js';
import { atLeast, type Figure } from '../harness/figure.js';
import { inTurns } from '../harness/in-turns.js';
import { peopleBlob, subscribersBlob } from '../harness/people-blob.js';
import { storedPeople } from '../harness/stored-people.js';

const TOWNS = ['Oldtown', 'Newtown'];

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
          const { seconds, cpu } = await product.cpuOf(rows, async () => {
            const { counts } = await product.import(accountId, file);
            if (counts.created !== rows) throw new Error(`${counts.created} of ${rows} contacts were created`);
          });
          details.push(`CPU, ours: ${cpu}`);
          await product.settled();
          return rows / seconds;
        },
        beside: async (round) => {
          const list = await listmonk.newList();
          const subscribers = await subscribersBlob(rows, `round-${round}.example`);
          const { seconds, cpu } = await listmonk.cpuOf(rows, () => listmonk.import(list, subscribers, rows));
          details.push(`CPU, listmonk: ${cpu}`);
          const count = await listmonk.count(list);
          if (count !== rows) throw new Error(`listmonk stored ${count} of ${rows} subscribers`);
          await listmonk.settled();
          return rows / seconds;
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
      ours: async () => {
        const { seconds, cpu } = await product.cpuOf(rows, async () => {
          const { counts } = await product.import(accountId, file);
          if (counts.unchanged !== rows) throw new Error(`${counts.unchanged} of ${rows} rows were unchanged`);
        });
        details.push(`CPU, ours: ${cpu}`);
        return rows / seconds;
      },
      beside: async () => {
        const { list, file: subscribers } = subscribed;
        const { seconds, cpu } = await listmonk.cpuOf(rows, () => listmonk.import(list, subscribers, rows));
        details.push(`CPU, listmonk: ${cpu}`);
        await listmonk.settled();
        return rows / seconds;
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
    const variant = (round: number) => (round - 1) % TOWNS.length;
    const figures = await inTurns(
      rounds,
      {
        ours: async (round) => {
          const { seconds, cpu } = await product.cpuOf(rows, async () => {
            const { counts } = await product.import(accountId, files[variant(round)]!);
            const expected = Math.ceil(rows / 10);
            if (counts.updated !== expected || counts.unchanged !== rows - expected)
              throw new Error(`the rows ended as ${JSON.stringify(counts)}`);
          });
          details.push(`CPU, ours: ${cpu}`);
          await product.settled();
          return rows / seconds;
        },
        beside: async (round) => {
          const file = subscribers[variant(round)]!;
          const { seconds, cpu } = await listmonk.cpuOf(rows, () => listmonk.import(list, file, rows));
          details.push(`CPU, listmonk: ${cpu}`);
          await listmonk.settled();
          return rows / seconds;
        },
      },
      { warmUp: false },
    );
    return { ...figures, details };
  },
});

export const listmonkImports: Figure[] = [fresh, again, changed];
