import { setTimeout as sleep } from 'node:timers/promises';
import { isFinished, SERVICES, type Import } from '#contracts';
import type { BenchProduct } from '../harness/bench-product.js';
import type { Figure, Sizes } from '../harness/figure.js';
import { secondsOf } from '../harness/in-turns.js';
import { besideListmonk } from '../harness/listmonk/beside-listmonk.js';
import type { Listmonk } from '../harness/listmonk/listmonk.js';
import { peopleBlob, subscribersBlob } from '../harness/people-blob.js';

/** listmonk commits ten thousand rows at a time, so a smaller file has no middle. */
const FEWEST_ROWS = 30_000;
/** The part of the rows that must be imported before the kill. */
const MIDDLE = 1 / 3;
/** How long listmonk may take to go on by itself. */
const WATCHED_MS = 15_000;

const rowsOf = ({ rows }: Sizes) => Math.max(rows, FEWEST_ROWS);

/** The share of the rows that a side has in the end, in percent, and what happened, in a sentence or two. */
interface Survived {
  percent: number;
  told: string;
}

/**
 * Kills a side's own programs (SIGKILL, all of them at once) in the middle of an import and starts them again. The servers
 * stay. How much of the file is there in the end if nobody does anything?
 */
export const listmonkKill: Figure = besideListmonk({
  name: 'listmonk-kill',
  title: (sizes) => `rows of ${rowsOf(sizes).toLocaleString('en')} there after kill −9 and a restart`,
  unit: '%',
  goal: { text: 'all', value: 100, isReached: ({ ours }) => ours === 100 },
  async measure(bench, listmonk) {
    const rows = rowsOf(bench.sizes);
    const ours = await killOurs(await bench.product(), rows);
    const beside = await killListmonk(listmonk, rows);
    return { ours: ours.percent, beside: beside.percent, details: [ours.told, beside.told] };
  },
});

async function killOurs(product: BenchProduct, rows: number): Promise<Survived> {
  const { api, db } = product;
  const accountId = await product.newAccount();
  const stored = () => db.collection('contacts').countDocuments({ accountId });
  const { id } = await api.upload(accountId, await peopleBlob(rows), { fileName: 'people.csv' });
  await api.follow<Import>(`/v1/imports/${id}`, ({ status, counts }) => {
    if (isFinished(status)) throw new Error(`the import was ${status} before it could be killed`);
    return counts.created >= rows * MIDDLE;
  });
  await Promise.all(SERVICES.map((name) => product.service(name).kill('SIGKILL')));
  const atKill = await stored();
  let done: Import | undefined;
  const seconds = await secondsOf(async () => {
    await Promise.all(SERVICES.map((name) => product.service(name).start()));
    done = await api.followImport(id);
  });
  const { status, counts } = done!;
  const end = await stored();
  await product.settled();
  if (status === 'completed' && (end !== rows || counts.created !== rows))
    throw new Error(`the import is completed, with ${end} contacts and ${counts.created} created of ${rows}`);
  const told =
    `ours: ${of(atKill, rows)} at the kill. Started again, the import was ${status} after ${seconds.toFixed(0)} s ` +
    `with ${of(end, rows)}; it says ${counts.created.toLocaleString('en')} created`;
  return { percent: (100 * end) / rows, told };
}

async function killListmonk(listmonk: Listmonk, rows: number): Promise<Survived> {
  const list = await listmonk.newList();
  const file = await subscribersBlob(rows, 'killed.example');
  await listmonk.upload(list, file);
  await listmonk.until(({ status, imported }) => status === 'importing' && imported >= rows * MIDDLE);
  await listmonk.kill();
  const atKill = await listmonk.count(list);
  await listmonk.start();
  await sleep(WATCHED_MS);
  const end = await listmonk.count(list);
  const { status, imported, total } = await listmonk.status();
  const seconds = await secondsOf(() => listmonk.import(list, file, rows));
  const mended = await listmonk.count(list);
  await listmonk.settled();
  const told =
    `listmonk: ${of(atKill, rows)} at the kill, ${of(end, rows)} ${WATCHED_MS / 1000} s after it was started again; it says ` +
    `"${status}", ${imported} of ${total}. Uploaded once more, ${of(mended, rows)} after ${seconds.toFixed(0)} s`;
  return { percent: (100 * end) / rows, told };
}

function of(found: number, rows: number): string {
  return `${found.toLocaleString('en')} of ${rows.toLocaleString('en')} rows`;
}
