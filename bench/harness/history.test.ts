import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { addToHistory, lostGoals, readHistory, type Run } from './history.js';
import type { Result } from './table.js';

const result = (name: string, ratio: number | null): Result => ({
  name,
  figure: `the ${name}`,
  unit: 'rows/s',
  ours: ratio,
  beside: ratio === null ? null : 1,
  besideName: ratio === null ? null : 'another',
  ratio,
  goal: 1,
  goalText: '≥ 1×',
  ok: ratio === null ? null : ratio >= 1,
});
const run = (commit: string, ...results: Result[]): Run => ({
  at: '2026-11-30T12:00:00.000Z',
  commit,
  cores: 2,
  cpu: 'a processor',
  node: '20.20.2',
  results,
});

describe('the history of the bench', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'contacts-history-'));
    file = path.join(folder, 'history.jsonl');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('keeps each run, in the order in which they came', () => {
    expect(readHistory(file)).toEqual([]);
    const runs = [run('a', result('import', 1.2)), run('b+', result('import', null))];
    for (const each of runs) addToHistory(file, each);
    expect(readHistory(file)).toEqual(runs);
  });

  it('does not pass over a line that it does not understand', () => {
    writeFileSync(file, '{"at":"yesterday"}\n');
    expect(() => readHistory(file)).toThrow(/at/);
  });
});

describe('a goal is lost', () => {
  const lost = (history: Run[], ...now: Result[]) => lostGoals(history, now);

  it.each([
    ['when it was reached and is not now', [run('a', result('import', 1.2))], 0.9, 1],
    ['not when it is reached', [run('a', result('import', 1.2))], 1, 0],
    ['not when it was not reached either', [run('a', result('import', 0.9))], 0.8, 0],
    ['not when nobody measured it before', [run('a', result('download', 1.2))], 0.9, 0],
    ['not when it was lost before already', [run('a', result('import', 1.2)), run('b', result('import', 0.9))], 0.9, 0],
    ['also when later runs skipped it', [run('a', result('import', 1.2)), run('b', result('import', null))], 0.9, 1],
  ] as const)('%s', (_, history, ratio, count) => {
    expect(lost([...history], result('import', ratio))).toHaveLength(count);
  });

  it('not when it is skipped now', () =>
    expect(lost([run('a', result('import', 1.2))], result('import', null))).toEqual([]));

  it('and the sentence says what it was, and where', () => {
    expect(lost([run('a1b2c3d', result('import', 1.234))], result('import', 0.9))).toEqual([
      'the import: 0.90× does not reach ≥ 1×; it was 1.23× at a1b2c3d.',
    ]);
  });
});
