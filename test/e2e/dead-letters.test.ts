import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Queue } from 'bullmq';
import { deadLetterQueueName, eventQueueName, type Import } from '#contracts';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { peopleCsv } from '../support/people.js';
import { startStack, type Stack } from '../support/stack.js';

const COUNT = 100;
const BATCH_ROWS = 10;

/** A batch is spoiled in Redis while nobody reads it, as a fault of the sender would. */
describe('a batch that cannot be handled', () => {
  let stack: Stack;
  let queue: Queue;
  let dead: Queue;

  beforeAll(async () => {
    stack = await startStack({ env: { IMPORT_BATCH_ROWS: String(BATCH_ROWS), ATTEMPTS: '3', BACKOFF_MS: '20' } });
    const connection = { url: stack.env.REDIS_URL! };
    const prefix = stack.env.REDIS_PREFIX!;
    queue = new Queue(eventQueueName('ContactUpserted', 'contacts'), { connection, prefix });
    dead = new Queue(deadLetterQueueName('ContactUpserted', 'contacts'), { connection, prefix });
  }, 60_000);
  afterAll(async () => {
    await Promise.all([queue?.close(), dead?.close()]);
    await stack?.stop();
  });

  it('is retried, put aside with its reason, and its import says so while the rest goes in', async () => {
    const tenant = await stack.seed();
    const api = new ApiClient(stack.url, tenant.keys.admin);
    const accountId = tenant.accounts[0]!.id;
    await api.importFile(accountId, 'id,name,note\n34699999999,Keeps a note,remember\n');
    await stack.kill('contacts', 'SIGTERM');
    const { id } = await api.upload(accountId, withBlankNote(peopleCsv(COUNT)));
    const jobs = await eventually('all batches wait', async () => {
      const waiting = await queue.getJobs(['waiting']);
      expect(waiting).toHaveLength(COUNT / BATCH_ROWS);
      return waiting;
    });
    await jobs[3]!.updateData({ ...(jobs[3]!.data as object), rows: 'spoiled' });
    await stack.start('contacts');

    const done: Import = await api.finished(id);
    expect(done).toMatchObject({
      status: 'completed_with_errors',
      counts: { created: COUNT - BATCH_ROWS, rejected: 0, unprocessed: BATCH_ROWS },
    });
    const { count } = await api.contacts(`accountId=${accountId}&hasValue=city`);
    expect(count.value).toBe(COUNT - BATCH_ROWS);
    // Its column `note` was blank throughout, but nothing is taken away by an import that did not go in whole.
    expect((await api.contacts(`accountId=${accountId}&hasValue=note`)).count.value).toBe(1);

    const [letter] = await dead.getJobs(['waiting']);
    expect(letter?.data).toMatchObject({
      event: 'ContactUpserted',
      subscriber: 'contacts',
      attempts: 3,
      payload: { importId: id },
    });
    expect((letter!.data as { reason: string }).reason).toContain('rows');
  }, 60_000);
});

function withBlankNote(csv: string): string {
  return csv
    .split('\n')
    .map((line, index) => (index === 0 ? `${line},note` : `${line},`))
    .join('\n');
}
