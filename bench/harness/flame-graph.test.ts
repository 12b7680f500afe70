import { expect, it } from 'vitest';
import { drawFlames } from './flame-graph.js';

const ROWS = 1_000;
const STACKS = new Map([
  ['contacts;client of MongoDB;merge (merge-batch);bson', 60_000],
  ['contacts;writing;merge (merge-batch)', 20_000],
  ['importer;reading and decoding;<static_initializer> (read-csv)', 19_990],
  // A ten-thousandth of a picture that is 1,180 pixels wide.
  ['importer;batches', 10],
]);

/** What each bar says, how wide it is, and its colour. */
function bars(): { hint: string; x: number; y: number; width: number; fill: string }[] {
  const found = drawFlames(STACKS, ROWS, 'an import').matchAll(
    /<title>([^<]*)<\/title><rect x="([^"]+)" y="([^"]+)" width="([^"]+)" height="17" fill="([^"]+)"/g,
  );
  return [...found].map(([, hint, x, y, width, fill]) => ({
    hint: hint!,
    x: Number(x),
    y: Number(y),
    width: Number(width),
    fill: fill!,
  }));
}

it('draws each function as wide as its time, with what a row costs', () => {
  expect(bars().map(({ hint, width }) => [hint, width])).toEqual([
    ['all: 100.0 µs a row, 100.0 %', 1180],
    ['contacts: 80.0 µs a row, 80.0 %', 944],
    ['client of MongoDB: 60.0 µs a row, 60.0 %', 708],
    ['merge (merge-batch): 60.0 µs a row, 60.0 %', 708],
    ['bson: 60.0 µs a row, 60.0 %', 708],
    ['writing: 20.0 µs a row, 20.0 %', 236],
    ['merge (merge-batch): 20.0 µs a row, 20.0 %', 236],
    ['importer: 20.0 µs a row, 20.0 %', 236],
    ['reading and decoding: 20.0 µs a row, 20.0 %', 235.9],
    ['&lt;static_initializer> (read-csv): 20.0 µs a row, 20.0 %', 235.9],
  ]);
});

it('puts a function above its caller, and beside those that the caller also called', () => {
  const [all, contacts, client, , , writing] = bars();
  expect([contacts!.x, client!.x, writing!.x]).toEqual([all!.x, all!.x, all!.x + client!.width]);
  expect([contacts!.y, client!.y, writing!.y]).toEqual([all!.y - 18, all!.y - 36, all!.y - 36]);
});

it('tells the clients of servers from the services by colour', () => {
  const found = bars();
  const ofClient = found.find(({ hint }) => hint.startsWith('client of MongoDB'))!.fill;
  expect(found.filter(({ fill }) => fill === ofClient).map(({ hint }) => hint.split(':')[0])).toEqual([
    'client of MongoDB',
    'merge (merge-batch)',
    'bson',
  ]);
});
