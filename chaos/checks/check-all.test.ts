import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { brokenIn, SimulatedRun, type Row, type Steps } from './simulated-run.js';

const phones = fc.constantFrom('447000000001', '447000000002', '447000000003');
const accounts = fc.constantFrom('account-1', 'account-2');
const labels = fc.constantFrom('a', 'b', 'c');
const names = fc.constantFrom('Ann', 'Ben', 'Cem');
const values = fc.dictionary(labels, fc.option(fc.constantFrom('x', 'y')), { noNullPrototype: true });
const tags = fc.option(fc.uniqueArray(labels));
const optOut = fc.constantFrom(undefined, undefined, 'yes' as const, 'no' as const);
const rows = fc.uniqueArray(fc.record<Row>({ phone: phones, name: names, tags, values, optOut }) as fc.Arbitrary<Row>, {
  selector: ({ phone }) => phone,
  minLength: 1,
});
const options = fc.record({
  blankCells: fc.constantFrom('keep' as const, 'clear' as const),
  tagsMode: fc.constantFrom('replace' as const, 'add' as const),
  blankColumns: fc.constantFrom('keep' as const, 'clear' as const),
  optOut: fc.constantFrom(undefined, 'clear' as const),
});
const files = fc.record({ accountId: accounts, rows, options, blankColumns: fc.uniqueArray(labels) }).map((file) => ({
  ...file,
  // A column that is blank throughout has no value in any row.
  rows: file.rows.map((row) => ({ ...row, values: without(row.values ?? {}, file.blankColumns) })),
}));
type Work = (run: SimulatedRun, n: number) => Steps;
const works: fc.Arbitrary<Work> = fc.oneof(
  files.map(
    (file): Work =>
      (run) =>
        run.import(file),
  ),
  fc.tuple(files, fc.nat(4)).map(([file, after]): Work => {
    return (run) => {
      let left = after;
      return run.import(file, () => left-- === 0);
    };
  }),
  fc.record({ accountId: accounts, phone: phones, tags, values }).map(
    (edit): Work =>
      (run, n) =>
        run.edit({ ...edit, name: `Edit ${n}` }),
  ),
  fc.record({ accountId: accounts, having: labels }).map(
    (change): Work =>
      (run, n) =>
        run.tagChange({ ...change, change: 'add', tag: `added-${n}` }),
  ),
  fc.tuple(labels, accounts).map(
    ([tag, accountId]): Work =>
      (run) =>
        run.freeze(tag, accountId),
  ),
  accounts.map(
    (accountId): Work =>
      (run) =>
        run.replay(accountId),
  ),
);

function without(values: Row['values'] & object, columns: readonly string[]): Row['values'] & object {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, columns.includes(name) ? null : value]),
  );
}

describe('a run in which all is well', () => {
  it('has no finding, whoever writes in between, however often events arrive and in whatever order', async () => {
    const picks = fc.infiniteStream(fc.nat(1_000));
    await fc.assert(
      fc.asyncProperty(fc.array(works, { maxLength: 12 }), picks, async (chosen, pick) => {
        const run = new SimulatedRun();
        const next = (count: number) => pick.next().value! % count;
        const waiting = chosen.map((work, n) => work(run, n));
        const open: Steps[] = [];
        while (waiting.length + open.length > 0) {
          if (waiting.length > 0 && (open.length === 0 || next(4) === 0)) open.push(waiting.shift()!);
          const at = next(open.length);
          if (open[at]!.next().done) open.splice(at, 1);
        }
        const deliver = (events: SimulatedRun['events']) =>
          events
            .flatMap((event) => (next(3) === 0 ? [event, event] : [event]))
            .map((event) => ({ event, at: next(1_000) }))
            .sort((a, b) => a.at - b.at)
            .map(({ event }) => event);
        expect(await brokenIn(run.evidence(deliver))).toEqual({});
      }),
      { numRuns: 300 },
    );
  });
});
