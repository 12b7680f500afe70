import { expect, it } from 'vitest';
import { profileTable, type ProfiledImport } from './profile-table.js';

it('sums steps up, tells those of ours from the clients of servers, and leaves out what is less than a hundredth', () => {
  const imports = new Map<string, ProfiledImport>([
    [
      'new',
      {
        stacks: new Map([
          ['contacts;client of MongoDB;merge (merge-batch);bson', 4_000],
          ['contacts;writing;merge (merge-batch)', 1_000],
          ['contacts;writing;upsert (contacts)', 2_000],
          ['importer;batches', 1_000],
          ['importer;requests', 1],
        ]),
        attempts: {
          'contact-batches': { count: 2, seconds: 0.02 },
          'import-checks': { count: 1, seconds: 0.004 },
          sweeps: { count: 1, seconds: 0.0001 },
        },
        elapsed: { completed: 0.02, settled: 0.025 },
      },
    ],
    [
      'the same again',
      {
        stacks: new Map([['importer;batches', 500]]),
        attempts: { 'import-checks': { count: 1, seconds: 0.002 } },
        elapsed: { completed: 0.002, settled: 0.002 },
      },
    ],
  ]);
  const lines = profileTable(imports, 100).split('\n');
  expect(
    lines.map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    ),
  ).toEqual([
    ['service: step', 'new', 'the same again'],
    [expect.stringMatching(/^-+$/), expect.stringMatching(/^-+$/), expect.stringMatching(/^-+$/)],
    ['contacts: client of MongoDB', '40.0 µs', '0.0 µs'],
    ['contacts: writing', '30.0 µs', '0.0 µs'],
    ['importer: batches', '10.0 µs', '5.0 µs'],
    ['**of ours**', '40.0 µs', '5.0 µs'],
    ['the largest step of ours', 'contacts: writing, 75 %', 'importer: batches, 100 %'],
    ['**the clients of servers**', '40.0 µs', '0.0 µs'],
    ['elapsed in contact-batches', '200.0 µs, 2 × 10 ms', '–'],
    ['elapsed in import-checks', '40.0 µs, 1 × 4 ms', '20.0 µs, 1 × 2 ms'],
    ['elapsed until completed', '200.0 µs', '20.0 µs'],
    ['elapsed until the subscribers are done', '250.0 µs', '20.0 µs'],
  ]);
});
