import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Queue } from 'bullmq';
import mongoose from 'mongoose';
import { v7 as newId } from 'uuid';
import {
  deadLetterSchema,
  eventQueueName,
  type Audience,
  type AuditEntry,
  type DeadLetter,
  type DeadLetterReplay,
  type Import,
  type ImportFinished,
  type Page,
} from '#contracts';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { peopleCsv } from '../support/people.js';
import { startStack, type SeededTenant, type Stack } from '../support/stack.js';

/** As many batches as an import begins with. */
const COUNT = 80;
const BATCH_ROWS = 10;

/** Batches are corrupted in Redis while no service reads them, as by a bug of the sender. */
describe('events that cannot be handled', () => {
  let stack: Stack;
  let tenant: SeededTenant;
  let api: ApiClient;
  let accountId: string;
  let queue: Queue;
  let mongo: mongoose.mongo.MongoClient;

  beforeAll(async () => {
    stack = await startStack({
      together: ['gateway', 'importer', 'exporter'],
      services: ['contacts', 'campaigns'],
      env: { IMPORT_BATCH_ROWS: String(BATCH_ROWS), ATTEMPTS: '3', BACKOFF_MS: '20' },
    });
    tenant = await stack.seed();
    api = new ApiClient(stack.url, tenant.keys.admin);
    accountId = tenant.accounts[0]!.id;
    const connection = { url: stack.env.REDIS_URL! };
    const prefix = stack.env.REDIS_PREFIX!;
    queue = new Queue(eventQueueName('ContactUpserted', 'contacts'), { connection, prefix });
    mongo = await new mongoose.mongo.MongoClient(stack.env.MONGODB_URI!).connect();
  }, 60_000);
  afterAll(async () => {
    await Promise.all([queue?.close(), mongo?.close()]);
    await stack?.stop();
  });

  const letters = async (): Promise<DeadLetter[]> => (await api.get<Page<DeadLetter>>('/v1/dead-letters')).items;
  const replay = (id: string): Promise<DeadLetterReplay> => api.post(`/v1/dead-letters/${id}/replay`);
  const valued = async (name: string): Promise<number> =>
    (await api.contacts(`accountId=${accountId}&hasValue=${name}`)).count.value;

  /** Waits for this many waiting batches, corrupts those with the given numbers, and starts the contacts service. */
  async function spoil(waiting: number, numbers: number[]): Promise<void> {
    const jobs = await eventually(`${waiting} batches wait`, async () => {
      const found = await queue.getJobs(['prioritized']);
      expect(found).toHaveLength(waiting);
      return found;
    });
    for (const job of jobs) {
      const data = job.data as { batch: number };
      if (numbers.includes(data.batch)) await job.updateData({ ...data, rows: 'spoiled' });
    }
    await stack.start('contacts');
  }

  /** An import with two batches that were given up. */
  async function importWithLetters(csv: string): Promise<Import> {
    await stack.kill('contacts', 'SIGTERM');
    const { id } = await api.upload(accountId, csv, { blankColumns: 'clear' });
    await spoil(COUNT / BATCH_ROWS, [3, 4]);
    return api.finished(id);
  }

  it('are retried and become dead letters with their reason, while the rest of the import is applied; after a replay, the counts add up', async () => {
    await api.importFile(accountId, 'id,name,note\n34699999999,Keeps a note,remember\n');
    const done = await importWithLetters(withBlankNote(peopleCsv(COUNT)));
    expect(done).toMatchObject({
      status: 'completed_with_errors',
      counts: { created: COUNT - 2 * BATCH_ROWS, rejected: 0, unprocessed: 2 * BATCH_ROWS },
    });
    expect(await valued('city')).toBe(COUNT - 2 * BATCH_ROWS);
    // Its column `note` was blank throughout, but an import that failed in part removes no values.
    expect(await valued('note')).toBe(1);
    expect(done.warnings.map(({ code }) => code)).toEqual(['blank_columns_kept']);

    const found = await letters();
    expect(found.map(({ batch }) => batch).toSorted()).toEqual([3, 4]);
    for (const letter of found) {
      deadLetterSchema.strict().parse(letter);
      expect(letter).toMatchObject({
        event: 'ContactUpserted',
        subscriber: 'contacts',
        importId: done.id,
        attempts: 3,
      });
      expect(letter.reason).toContain('rows');
    }

    // It fails again: the letter is back, and the import has its earlier state.
    await stack.kill('contacts', 'SIGTERM');
    expect((await replay(found[0]!.id)).ids.toSorted()).toEqual(found.map(({ id }) => id).toSorted());
    expect(await letters()).toEqual([]);
    await expect(replay(found[0]!.id)).rejects.toThrow('dead_letter_not_found');
    await spoil(2, [4]);
    expect(await api.finished(done.id)).toMatchObject({
      status: 'completed_with_errors',
      counts: { created: COUNT - BATCH_ROWS, unprocessed: BATCH_ROWS },
    });
    const [again] = await letters();
    expect(again).toMatchObject({ importId: done.id, batch: 4 });

    await replay(again!.id);
    expect(await api.finished(done.id)).toMatchObject({
      status: 'completed',
      processed: COUNT,
      counts: { created: COUNT, updated: 0, unchanged: 0, rejected: 0, unprocessed: 0 },
      warnings: [{ code: 'blank_columns_kept' }],
    });
    expect(await valued('city')).toBe(COUNT);
    expect(await valued('note')).toBe(1);
    expect(await letters()).toEqual([]);
  }, 90_000);

  it('can be discarded for good: the import stays as it is, and a replay of the others leaves them out', async () => {
    const done = await importWithLetters(peopleCsv(COUNT, { firstPhone: 34700000000 }));
    const [first, second] = await letters();
    expect((await api.request(`/v1/dead-letters/${first!.id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await api.request(`/v1/dead-letters/${first!.id}`, { method: 'DELETE' })).status).toBe(404);
    expect(await api.get<Import>(`/v1/imports/${done.id}`)).toMatchObject({ counts: done.counts, status: done.status });
    expect(await replay(second!.id)).toEqual({ ids: [second!.id] });
    const then = await api.finished(done.id);
    expect(then).toMatchObject({ status: 'completed_with_errors', counts: { unprocessed: BATCH_ROWS } });
    expect(await letters()).toEqual([]);
  }, 90_000);

  it('let an import end twice when they are replayed, and subscribers hear of both ends', async () => {
    await stack.kill('campaigns', 'SIGTERM');
    const { id } = await importWithLetters(peopleCsv(COUNT, { firstPhone: 34710000000 }));
    const [letter] = await letters();
    await replay(letter!.id);
    expect((await api.finished(id)).status).toBe('completed');
    const ends = { event: 'ImportFinished', accountId, pending: 'campaigns' };
    const events = await mongo
      .db()
      .collection('outbox')
      .find(ends, { promoteBuffers: true })
      .sort({ _id: 1 })
      .toArray();
    const payloads = events.map(({ payload }) => JSON.parse(String(payload)) as ImportFinished);
    expect(payloads.filter(({ importId }) => importId === id).map(({ status }) => status)).toEqual([
      'completed_with_errors',
      'completed',
    ]);
    await stack.start('campaigns');
  }, 90_000);

  it('of other subscribers are replayed to them, and become dead letters again when they fail again', async () => {
    const { organisationId } = tenant;
    const other = tenant.accounts[1]!.id;
    const contact = { phone: '34600000001', revision: 1, name: 'Ana', tags: ['vip'], values: [] };
    const event = {
      ...{ organisationId, accountId: other },
      contacts: [{ ...contact, changedBy: { kind: 'user', id: tenant.user.id } }],
    };
    await mongo
      .db()
      .collection('outbox')
      .insertOne({
        _id: newId() as never,
        ...{ event: 'ContactChanged', payload: { ...event, contacts: 'spoiled' }, pending: ['campaigns'] },
        createdAt: new Date(0),
      });
    const firstLetter = (): Promise<DeadLetter> =>
      eventually('there is a letter', async () => {
        const [found] = await letters();
        expect(found).toMatchObject({ event: 'ContactChanged', subscriber: 'campaigns', importId: null });
        return found!;
      });
    await replay((await firstLetter()).id);
    const { id } = await firstLetter();
    await mongo
      .db()
      .collection('dead_letters')
      .updateOne({ _id: id as never }, { $set: { payload: JSON.stringify(event) } });
    await replay(id);
    await eventually('the campaigns service knows', async () => {
      const { contacts } = await api.get<Audience>(`/v1/campaigns/audience?accountId=${other}`);
      expect(contacts).toBe(1);
    });
    expect(await letters()).toEqual([]);
  }, 60_000);

  it('are for administrators, and each step is in the audit log', async () => {
    for (const key of [tenant.keys.editor, tenant.keys.viewer])
      await expect(new ApiClient(stack.url, key).get('/v1/dead-letters')).rejects.toThrow('not_allowed');
    const stranger = new ApiClient(stack.url, (await stack.seed()).keys.admin);
    expect(await stranger.get('/v1/dead-letters')).toMatchObject({ items: [] });
    for (const [action, count] of [
      ['dead_letter.replayed', 6],
      ['dead_letter.discarded', 1],
    ] as const) {
      const { items } = await api.get<Page<AuditEntry>>(`/v1/audit?action=${action}`);
      expect(items).toHaveLength(count);
      expect(items[0]!.targets).toHaveLength(1);
    }
  });
});

function withBlankNote(csv: string): string {
  return csv
    .split('\n')
    .map((line, index) => (index === 0 ? `${line},note` : `${line},`))
    .join('\n');
}
