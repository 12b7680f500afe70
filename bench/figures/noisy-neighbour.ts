import type { Contact, Page } from '#contracts';
import type { BenchProduct } from '../harness/bench-product.js';
import { atMost, type Figure } from '../harness/figure.js';
import { median, quantile } from '../harness/in-turns.js';
import { NoisyNeighbour } from '../harness/noisy-neighbour.js';
import { peopleBlob } from '../harness/people-blob.js';

const MOST = 5_000;
const LIMIT = 50;

/**
 * The list of contacts of one organisation while another one has ten open imports, 500 clients that poll and one export
 * after the other; compared with the same list when nobody else is there.
 */
export const noisyNeighbour: Figure = {
  name: 'noisy-neighbour',
  title: ({ rows }) => `list of ${Math.min(rows, MOST).toLocaleString('en')} contacts beside a noisy neighbour, p95`,
  unit: 'ms',
  goal: atMost(2),
  async measure(bench) {
    const product = await bench.product();
    const rows = Math.min(bench.sizes.rows, MOST);
    const accountId = await product.newAccount();
    await product.import(accountId, await peopleBlob(rows));
    await product.settled();
    const samples = 20 * bench.sizes.rounds;
    await listTimes(product, accountId, 10);
    const alone = await listTimes(product, accountId, samples);
    const neighbour = await NoisyNeighbour.begin(product, bench.sizes.rows, rows);
    let beside: number[] = [];
    let cpu: string;
    let details: string;
    try {
      ({ cpu } = await product.cpuOf(samples, async () => {
        beside = await listTimes(product, accountId, samples);
      }));
    } finally {
      details = await neighbour.end();
    }
    await product.settled();
    const [before, during] = [median(alone), median(beside)];
    return {
      ours: quantile(beside, 0.95),
      beside: quantile(alone, 0.95),
      besideName: 'alone',
      details: [
        `median: ${during.toFixed(1)} ms, alone ${before.toFixed(1)} ms (${(during / before).toFixed(2)}×)`,
        details,
        `meanwhile (a row is a list): ${cpu}`,
      ],
    };
  },
};

/** The milliseconds of each of so many lists, one after another. */
async function listTimes({ url, apiKey }: BenchProduct, accountId: string, samples: number): Promise<number[]> {
  const times: number[] = [];
  const address = `${url}/v1/contacts?accountId=${accountId}&limit=${LIMIT}`;
  for (let sample = 0; sample < samples; sample++) {
    const started = performance.now();
    const response = await fetch(address, { headers: { authorization: `Bearer ${apiKey}` } });
    const { items } = (await response.json()) as Page<Contact>;
    times.push(performance.now() - started);
    if (items.length !== LIMIT) throw new Error(`the list answered ${response.status} with ${items.length} contacts`);
  }
  return times;
}
