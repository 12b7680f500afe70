import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { coded, orderJob } from '#contracts';
import { OrderRunner, progressAfter, ReleasedError, type OrderWork, type RunningOrder } from '#messaging';
import { everyAccountOf, OrdersRepository, type AccountRef, type TagChangeRecord } from '#persistence';
import { v7 as newId } from 'uuid';
import { startInside, type Inside } from '../support/inside.js';

/** The life cycle that all kinds of orders share, tested with tag changes whose steps do nothing. */
let inside: Inside;
let orders: OrdersRepository;
let runner: OrderRunner;
let account: AccountRef;

beforeAll(async () => {
  inside = await startInside([]);
  orders = inside.app.get(OrdersRepository);
  runner = inside.app.get(OrderRunner);
  account = await inside.newAccount();
});

afterAll(() => inside.stop());

/** A job that is not stopped. */
const never = { signal: new AbortController().signal, progressed: () => Promise.resolve() };
const BATCHES = [[{ phone: '34600000001' }, { phone: '34600000002' }], [{ phone: '34600000003' }]];

/** Work with two batches; `between` is called before each of them. */
function work(between: (order: RunningOrder<'tag-changes'>) => Promise<void> = async () => undefined) {
  const discarded: unknown[] = [];
  const passing: OrderWork<'tag-changes'> = {
    kind: 'tag-changes',
    failure: coded('internal_error/tag_change'),
    begin: async () => ({ expected: 3 }),
    carryOut: async (order) => {
      const left = BATCHES.filter((batch) => batch[0]!.phone > order.record.afterPhone);
      for (const batch of left) {
        await between(order);
        if (order.isCancelled) break;
        await order.move(progressAfter<'tag-changes'>(order.record, batch));
      }
      return { counts: { updated: 3, unchanged: 0, rejected: 0 } };
    },
    discard: async (result) => void discarded.push(result),
  };
  return { passing, discarded };
}

async function order(): Promise<string> {
  const now = new Date();
  const record: TagChangeRecord = {
    _id: newId(),
    organisationId: account.organisationId,
    accountId: account.id,
    status: 'queued',
    error: null,
    cancelRequested: false,
    createdAt: now,
    startedAt: null,
    finishedAt: null,
    updatedAt: now,
    createdBy: { kind: 'key', id: newId() },
    afterPhone: '',
    processed: 0,
    expected: null,
    contactsPerSecond: null,
    filter: { accountId: account.id } as TagChangeRecord['filter'],
    add: ['dog'],
    remove: [],
    counts: { updated: 0, unchanged: 0, rejected: 0 },
  };
  await orders.insert('tag-changes', record);
  return record._id;
}

const read = async (id: string) => (await orders.find('tag-changes', everyAccountOf(account.organisationId), id))!;
const payload = (id: string) => orderJob('tag-changes', id, account.organisationId);
const change = (id: string, fields: Partial<TagChangeRecord>) =>
  orders.transition('tag-changes', everyAccountOf(account.organisationId), id, ['queued', 'running'], fields);

describe('an order', () => {
  it('is taken up, carried out step by step and completed', async () => {
    const id = await order();
    await runner.run(work().passing, payload(id), never);
    expect(await read(id)).toMatchObject({
      status: 'completed',
      expected: 3,
      processed: 3,
      afterPhone: '34600000003',
      counts: { updated: 3 },
      startedAt: expect.any(Date),
      finishedAt: expect.any(Date),
    });
  });

  it('is not touched once it has ended', async () => {
    const id = await order();
    await runner.run(work().passing, payload(id), never);
    const ended = await read(id);
    await runner.run(work().passing, payload(id), never);
    await runner.giveUp(work().passing, payload(id));
    expect(await read(id)).toEqual(ended);
  });

  it('stops between two steps when it is cancelled', async () => {
    const id = await order();
    const { passing } = work(async (running) => {
      if (running.record.processed === 0) return;
      await change(id, { cancelRequested: true });
      await running.refresh();
    });
    await runner.run(passing, payload(id), never);
    expect(await read(id)).toMatchObject({ status: 'cancelled', processed: 2 });
  });

  it('is released when the service stops, and continued where it stopped', async () => {
    const id = await order();
    const stopping = new AbortController();
    const { passing } = work(async (running) => {
      if (running.record.processed > 0) stopping.abort(new ReleasedError('the service stops'));
    });
    await expect(runner.run(passing, payload(id), { ...never, signal: stopping.signal })).rejects.toThrow(
      ReleasedError,
    );
    const { startedAt } = await read(id);
    expect(await read(id)).toMatchObject({ status: 'running', processed: 2, finishedAt: null });
    await runner.run(work().passing, payload(id), never);
    expect(await read(id)).toMatchObject({ status: 'completed', processed: 3, startedAt });
  });

  it('is not changed by a process when another one has taken over', async () => {
    const id = await order();
    const { passing } = work(async () => void (await orders.takeUp('tag-changes', account.organisationId, id)));
    await expect(runner.run(passing, payload(id), never)).rejects.toThrow('another process');
    expect(await read(id)).toMatchObject({ status: 'running', processed: 0, afterPhone: '', attempt: 2 });
  });

  it('discards the result when another process has ended it', async () => {
    const id = await order();
    const { passing, discarded } = work();
    const overtaken: OrderWork<'tag-changes'> = {
      ...passing,
      carryOut: async (running) => {
        const result = await passing.carryOut(running);
        await change(id, { status: 'failed' });
        return result;
      },
    };
    await runner.run(overtaken, payload(id), never);
    expect(discarded).toEqual([{ counts: { updated: 3, unchanged: 0, rejected: 0 } }]);
    expect(await read(id)).toMatchObject({ status: 'failed', finishedAt: null });
  });

  it('fails with its reason when it is given up', async () => {
    const id = await order();
    await runner.giveUp(work().passing, payload(id));
    expect(await read(id)).toMatchObject({ status: 'failed', error: { code: 'internal_error/tag_change' } });
  });
});
