import { expect, it } from 'vitest';
import fc from 'fast-check';
import { EVENT_CONTACTS, type Statement } from '#contracts';
import type { ImportBatchRecord } from '#persistence';
import { gatherBatches, type Batch } from './gather-batches.js';

type Chunk = Parameters<typeof gatherBatches>[0] extends AsyncIterable<infer C> ? C : never;

const MAX_NEWS = 500;

/** Consecutive chunks, from the byte `at` and from row 2 on. `perRow`: bytes per row, in the object and as JSON. */
function chunksOf(sizes: { rows: number; news: number }[], { at = 10, perRow = 100 } = {}): Chunk[] {
  let [row, byte] = [2, at];
  return sizes.map(({ rows, news }) => {
    const statements = Array.from({ length: rows }, (): Statement => {
      return { row: row++, phone: '34600000000', name: 'Jane', tags: null, values: [] };
    });
    const byteFrom = byte;
    byte += rows * perRow;
    const compared = { rows: statements.slice(0, news), unchanged: rows - news };
    return { statements, bytes: rows * perRow, entry: null, byteFrom, byteTo: byte, news: compared };
  });
}

async function gather(chunks: Chunk[], next = 0): Promise<Batch[]> {
  async function* each() {
    yield* chunks;
  }
  const batches: Batch[] = [];
  for await (const batch of gatherBatches(each(), next, MAX_NEWS)) batches.push(structuredClone(batch));
  return batches;
}

const repeat = (times: number, rows: number, news: number) => Array.from({ length: times }, () => ({ rows, news }));

it.each<[string, { rows: number; news: number }[], { perRow?: number }, [rows: number, news: number][]]>([
  ['no rows', [], {}, []],
  [
    'news throughout',
    repeat(3, 500, 500),
    {},
    [
      [500, 500],
      [500, 500],
      [500, 500],
    ],
  ],
  [
    'a tenth of news',
    repeat(12, 500, 50),
    { perRow: 20 },
    [
      [5000, 500],
      [1000, 100],
    ],
  ],
  [
    'news that do not fit',
    [...repeat(1, 500, 300), ...repeat(1, 500, 201)],
    {},
    [
      [500, 300],
      [500, 201],
    ],
  ],
  ['news that just fit', [...repeat(1, 500, 300), ...repeat(1, 500, 200)], {}, [[1000, 500]]],
  [
    'no news',
    repeat(25, 500, 0),
    { perRow: 20 },
    [
      [5000, 0],
      [5000, 0],
      [2500, 0],
    ],
  ],
  [
    'no news in long rows',
    repeat(6, 100, 0),
    { perRow: 4096 },
    [
      [200, 0],
      [200, 0],
      [200, 0],
    ],
  ],
])('gathers %s', async (_, sizes, how, expected) => {
  const batches = await gather(chunksOf(sizes, how));
  expect(batches.map(({ rows, news }) => [rows, news.rows.length])).toEqual(expected);
});

it('leaves no row out, in order, and bounds that follow one another', async () => {
  const size = fc
    .integer({ min: 1, max: 700 })
    .chain((rows) => fc.record({ rows: fc.constant(rows), news: fc.nat(rows) }));
  await fc.assert(
    fc.asyncProperty(
      fc.array(size, { minLength: 1 }),
      fc.nat(99),
      fc.integer({ min: 1, max: 3000 }),
      async (sizes, next, perRow) => {
        const chunks = chunksOf(sizes, { perRow });
        const batches = await gather(chunks, next);
        expect(batches.map(({ n }) => n)).toEqual(batches.map((_, index) => next + index));
        expect(batches.map(({ byteFrom }) => byteFrom)).toEqual([
          10,
          ...batches.slice(0, -1).map(({ byteTo }) => byteTo),
        ]);
        expect(batches.at(-1)!.byteTo).toBe(chunks.at(-1)!.byteTo);
        expect(batches.map(({ rowFrom }) => rowFrom)).toEqual([
          2,
          ...batches.slice(0, -1).map(({ rowTo }) => rowTo + 1),
        ]);
        for (const { rows, rowFrom, rowTo, news, isNew } of batches) {
          expect(rows).toBe(rowTo - rowFrom + 1);
          expect(news.rows.length + news.unchanged).toBe(rows);
          expect(isNew).toBe(true);
          // Unless a chunk is already larger.
          expect(rows * perRow <= EVENT_CONTACTS.bytes || rows <= 700).toBe(true);
        }
        expect(batches.flatMap(({ news }) => news.rows)).toEqual(chunks.flatMap(({ news }) => news.rows));
      },
    ),
    { seed: 5 },
  );
});

it('gives batches of the ledger as they were entered, however much of them is news by now', async () => {
  const entry = (n: number, from: number, rows: number) =>
    ({
      n,
      rowFrom: from,
      rowTo: from + rows - 1,
      rows,
      byteFrom: 10 + (from - 2) * 100,
      byteTo: 10 + (from + rows - 2) * 100,
    }) as ImportBatchRecord;
  const [third, fifth] = [entry(3, 2, 1000), entry(5, 1002, 300)];
  const chunks = chunksOf([...repeat(2, 500, 400), { rows: 300, news: 0 }, ...repeat(2, 500, 100)]);
  const entries = [third, third, fifth, null, null];
  const batches = await gather(
    chunks.map((chunk, index) => ({ ...chunk, entry: entries[index]! })),
    6,
  );
  expect(batches.map(({ n, rows, isNew, news }) => [n, rows, isNew, news.rows.length])).toEqual([
    [3, 1000, false, 800],
    [5, 300, false, 0],
    [6, 1000, true, 200],
  ]);
  expect(batches[0]).toMatchObject(third);
  expect(batches[1]).toMatchObject(fifth);
});
