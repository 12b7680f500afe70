import { describe, expect, it } from 'vitest';
import { importSchema } from '#contracts';
import type { ImportRecord } from '#persistence';
import { importAnswer } from './import-answer.js';

const ID = '0197c5a0-4444-7000-8000-000000000004';
const BEFORE = '0197c5a0-4444-7000-8000-000000000003';

const record: ImportRecord = {
  _id: ID,
  organisationId: '0197c5a0-1111-7000-8000-000000000001',
  accountId: '0197c5a0-2222-7000-8000-000000000002',
  fileName: 'customers.csv',
  fileSize: 1000,
  format: 'csv',
  status: 'importing',
  options: { start: 'auto', blankCells: 'keep', blankColumns: 'clear', tagsMode: 'replace' },
  sourceKey: 'imports/x/source',
  checked: null,
  rows: 1000,
  processed: 0,
  counts: { created: 300, updated: 50, unchanged: 40, duplicate: 8, rejected: 2, unprocessed: 600 },
  rowsPerSecond: 100,
  columns: [],
  preview: [],
  forecast: null,
  warnings: [],
  error: null,
  cancelRequested: false,
  createdAt: new Date('2026-11-22T10:00:00Z'),
  startedAt: new Date('2026-11-22T10:00:05Z'),
  finishedAt: null,
  history: [
    { status: 'uploaded', at: new Date('2026-11-22T10:00:00Z') },
    { status: 'checking', at: new Date('2026-11-22T10:00:01Z') },
    { status: 'checking', at: new Date('2026-11-22T10:00:02Z') },
    { status: 'importing', at: new Date('2026-11-22T10:00:05Z') },
  ],
  updatedAt: new Date('2026-11-22T10:00:09Z'),
  createdBy: { kind: 'key', id: '0197c5a0-3333-7000-8000-000000000003' },
};

describe('importAnswer', () => {
  it('has the shape of the contract and nothing of the inside', () => {
    const answer = importAnswer(record, [ID]);
    expect(importSchema.strict().parse(answer)).toEqual(answer);
  });

  it('counts rows with an outcome, and the time left from the pace', () => {
    expect(importAnswer(record, [ID])).toMatchObject({ processed: 400, secondsLeft: 6, waitingFor: null });
  });

  it('counts the rows read while it checks', () => {
    const counts = { created: 0, updated: 0, unchanged: 0, duplicate: 0, rejected: 0, unprocessed: 0 };
    expect(importAnswer({ ...record, status: 'checking', rows: null, counts, processed: 700 }, [])).toMatchObject({
      processed: 700,
    });
  });

  it.each<[string, Partial<ImportRecord>, string[], string | null, number | null]>([
    ['first in the queue', {}, [ID, BEFORE], null, 6],
    ['behind another', {}, [BEFORE, ID], BEFORE, null],
    ['behind two: the one directly before', {}, ['x', BEFORE, ID], BEFORE, null],
    ['not in the queue', {}, [BEFORE], null, 6],
    ['still checking', { status: 'checking', rows: null }, [BEFORE, ID], null, null],
    ['finished', { status: 'completed' }, [BEFORE, ID], null, null],
    ['no pace yet', { rowsPerSecond: null }, [ID], null, null],
    ['standing still', { rowsPerSecond: 0 }, [ID], null, null],
  ])('%s', (_, change, places, waitingFor, secondsLeft) => {
    expect(importAnswer({ ...record, ...change }, places)).toMatchObject({ waitingFor, secondsLeft });
  });

  it('tells each state once, and since when', () => {
    expect(importAnswer(record, []).history).toEqual([
      { status: 'uploaded', at: '2026-11-22T10:00:00.000Z' },
      { status: 'checking', at: '2026-11-22T10:00:01.000Z' },
      { status: 'importing', at: '2026-11-22T10:00:05.000Z' },
    ]);
    const { history: _, ...older } = record;
    expect(importAnswer(older, []).history).toEqual([]);
  });

  it.each<[string, Partial<ImportRecord>, string[], boolean]>([
    ['it moves', {}, [ID], false],
    ['no row gets through', { rowsPerSecond: 0, startedAt: new Date('2026-11-22T09:59:59Z') }, [ID], true],
    ['its first row is under way', { rowsPerSecond: 0 }, [ID], false],
    ['nobody works on it', { updatedAt: new Date('2026-11-22T09:59:00Z') }, [ID], true],
    ['it waits for its turn', { updatedAt: new Date('2026-11-22T09:59:00Z') }, [BEFORE, ID], false],
    ['it waits for a yes', { status: 'ready', updatedAt: new Date('2026-11-22T09:00:00Z') }, [], false],
    ['it is over', { status: 'completed', rowsPerSecond: 0 }, [], false],
  ])('says whether it stands still: %s', (_, change, places, stalled) => {
    const now = new Date('2026-11-22T10:00:10Z');
    expect(importAnswer({ ...record, ...change }, places, now).stalled).toBe(stalled);
  });
});
