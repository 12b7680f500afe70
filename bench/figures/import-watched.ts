import { setTimeout as sleep } from 'node:timers/promises';
import { isFinished, type Import } from '#contracts';
import type { BenchProduct } from '../harness/bench-product.js';
import { atLeast, type Figure } from '../harness/figure.js';
import { inTurns } from '../harness/in-turns.js';
import { peopleBlob } from '../harness/people-blob.js';
import { Watchers } from '../harness/watchers.js';
import type { Watched } from '../harness/watching-clients.js';

/** An import of more rows says nothing more, and takes long. */
const MOST = 100_000;
/** How many ask for the import, and how many have its event stream open, as the page has. Fewer for the smallest imports. */
const POLLING = 500;
const LISTENING = 50;
const ROWS_A_CLIENT = 10;
const LOOK_MS = 100;

/** An import of new people while many watch it; compared with the same while nobody does. */
export const importWatched: Figure = {
  name: 'import-watched',
  title: ({ rows }) => {
    const { polling, listening } = clientsFor(rows);
    return `import of ${Math.min(rows, MOST).toLocaleString('en')} new contacts, ${polling} polling, ${listening} listening`;
  },
  unit: 'rows/s',
  goal: atLeast(0.95),
  async measure(bench) {
    const product = await bench.product();
    const rows = Math.min(bench.sizes.rows, MOST);
    const file = await peopleBlob(rows);
    const details: string[] = [];
    const importing = async (watchers: Watchers | null): Promise<number> => {
      const accountId = await product.newAccount();
      let importId = '';
      const { seconds, cpu } = await product.cpuOf(rows, async () => {
        importId = (await product.api.upload(accountId, file, { fileName: 'people.csv' })).id;
        watchers?.begin(watchOf(product, importId, rows));
        await finished(product, importId);
      });
      if (watchers) details.push(inWords(await watchers.end()));
      details.push(`CPU, ${watchers ? 'watched' : 'unwatched'}: ${cpu}`);
      const { status, counts } = await product.api.get<Import>(`/v1/imports/${importId}`);
      if (status !== 'completed' || counts.created !== rows)
        throw new Error(`the import ended as ${status} with ${counts.created} of ${rows} contacts`);
      await product.settled();
      return rows / seconds;
    };
    const figures = await inTurns(bench.sizes.rounds, {
      ours: async () => {
        const watchers = await Watchers.start();
        try {
          return await importing(watchers);
        } finally {
          watchers.stop();
        }
      },
      beside: () => importing(null),
    });
    return { ...figures, besideName: 'nobody watching', details };
  },
};

function clientsFor(rows: number): { polling: number; listening: number } {
  const most = Math.ceil(rows / ROWS_A_CLIENT);
  return { polling: Math.min(POLLING, most), listening: Math.min(LISTENING, Math.ceil(most / 10)) };
}

function watchOf({ url, apiKey: key }: BenchProduct, importId: string, rows: number) {
  const { polling, listening } = clientsFor(rows);
  const path = `/v1/imports/${importId}`;
  return { url, key, poll: { path, clients: polling }, listen: { path: `${path}/events`, clients: listening } };
}

/** Looks into the database, because a request would have to wait for those of the clients. */
async function finished(product: BenchProduct, importId: string): Promise<void> {
  const imports = product.db.collection<Pick<Import, 'status'> & { _id: string }>('imports');
  while (!isFinished((await imports.findOne({ _id: importId }, { projection: { status: 1 } }))!.status))
    await sleep(LOOK_MS);
}

/**
 * An organisation has only a few requests worked on at the same time. The others wait, and in the end are refused.
 * @throws when a client was answered anything else, or a listener did not see the end
 */
function inWords({ seconds, answers, milliseconds, events, ends, cpuSeconds }: Watched): string {
  const { 200: answered = 0, 429: refused = 0, ...others } = answers;
  if (Object.keys(others).length > 0) throw new Error(`polls were answered ${JSON.stringify(answers)}`);
  if (!milliseconds) throw new Error('no poll was answered');
  const early = ends.filter((end) => end !== 'completed');
  if (early.length > 0) throw new Error(`${early.length} of ${ends.length} streams ended with: ${early[0]}`);
  return [
    `${(answered / seconds).toFixed(0)} polls/s`,
    `median ${milliseconds.median.toFixed(0)} ms`,
    `p99 ${milliseconds.p99.toFixed(0)} ms`,
    `${refused} refused`,
    `${events} events on ${ends.length} streams`,
    `the clients took ${Math.round((cpuSeconds / seconds) * 100)} % of a core`,
  ].join(', ');
}
