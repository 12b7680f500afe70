import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import { v7 as newId } from 'uuid';
import {
  conditionsSchema,
  IMPORT_STEPS,
  orderJob,
  type ChangedBy,
  type ContactChanged,
  type ImportStatus,
} from '#contracts';
import { EventPublisher, OrderRunner } from '#messaging';
import {
  ImportLedgerRepository,
  ImportsRepository,
  OrdersRepository,
  everyAccountOf,
  OutboxRepository,
  Transactions,
  type AccountRef,
  type ContactRecord,
  type ImportRecord,
  type TagChangeRecord,
} from '#persistence';
import { BlankColumns } from '../../apps/contacts/src/blank-columns.js';
import { ContactEdits } from '../../apps/contacts/src/contact-edits.js';
import { ContactWriter } from '../../apps/contacts/src/contact-writer.js';
import { EditResultsRepository } from '../../apps/contacts/src/edit-results.repository.js';
import { ImportBatches } from '../../apps/contacts/src/import-batches.js';
import { OptOuts } from '../../apps/contacts/src/opt-outs.js';
import { SpellingsRepository } from '../../apps/contacts/src/spellings.repository.js';
import { TagChanges } from '../../apps/contacts/src/tag-changes.js';
import { WritableContactChangesRepository } from '../../apps/contacts/src/writable-contact-changes.repository.js';
import { WritableContactsRepository } from '../../apps/contacts/src/writable-contacts.repository.js';
import { WritableOptOutsRepository } from '../../apps/contacts/src/writable-opt-outs.repository.js';
import { HeldRun, hold, watchCalls, watchCommits } from '../support/held-runs.js';
import { startInside, type Inside } from '../support/inside.js';

const PHONES = ['34600000000', '34600000001', '34600000002', '34600000003'];
const USER: ChangedBy = { kind: 'user', id: newId() };
const NO_EDIT = { name: null, tags: { replace: null, add: [], remove: [] }, values: [] };
/** Work that has not ended after this time waits for another transaction. */
const BLOCKED_MS = 200;
const never = new AbortController().signal;

/** One kind of work on contacts, prepared in an account of its own. */
interface Work {
  phones: string[];
  /** Carries it out. Two processes may do so at the same time. */
  run: () => Promise<unknown>;
  /** How many contacts it says that it has changed. */
  counted: () => Promise<number>;
}

/**
 * The contacts service's own classes on a real MongoDB. One run is held before each of its steps in turn, as if its
 * process had been paused or killed there, and another process takes the work over.
 */
describe('work that another process takes over is done once, wherever the first one stopped', () => {
  let inside: Inside;

  beforeAll(async () => {
    inside = await startInside([
      BlankColumns,
      ContactEdits,
      ContactWriter,
      EditResultsRepository,
      ImportBatches,
      OptOuts,
      SpellingsRepository,
      TagChanges,
      WritableContactChangesRepository,
      WritableContactsRepository,
      WritableOptOutsRepository,
    ]);
    watchCalls(inside.app, ImportLedgerRepository, ['findOpen', 'settle', 'countRemoved']);
    watchCalls(inside.app, ImportsRepository, ['hasEnded']);
    watchCalls(inside.app, OrdersRepository, ['takeUp', 'progress']);
    watchCalls(inside.app, EditResultsRepository, ['find', 'insert']);
    watchCalls(inside.app, WritableContactsRepository, ['write']);
    watchCalls(inside.app, WritableContactChangesRepository, ['insert']);
    watchCalls(inside.app, OutboxRepository, ['add']);
    watchCalls(inside.app, WritableOptOutsRepository, ['setDue']);
    watchCommits(inside.app, Transactions);
  }, 60_000);
  afterAll(() => inside?.stop());

  const KINDS: Record<string, (account: AccountRef) => Promise<Work>> = {
    'a batch of an import': importBatch,
    'a tag change': tagChange,
    'the removal of a blank column': blankColumn,
    'an edit': (account) => edit(account, { edit: { ...NO_EDIT, name: 'New' } }),
    'a report about a number': (account) => edit(account, { edit: NO_EDIT, reachability: UNUSABLE }),
    'a mark for all accounts': optOut,
  };
  const UNUSABLE = { status: 'unusable' as const, reason: 'gone' };

  describe.each(Object.entries(KINDS))('%s', (_, prepare) => {
    it('whose first process was killed', () =>
      atEachStep(prepare, async (work, held, first) => {
        held.kill();
        await expect(first).rejects.toThrow();
        await work.run();
      }));

    it('whose first process was paused, and goes on', () =>
      atEachStep(prepare, async (work, held, first) => {
        const second = work.run();
        await endsOrWaits(second);
        held.goOn();
        await Promise.allSettled([first, second]);
        await work.run();
      }));

    it('whose first process was paused, and goes on when the contacts were changed since', () =>
      atEachStep(
        prepare,
        async (work, held, first, account) => {
          const second = work.run();
          const isDone = (await endsOrWaits(second)) === 'ends';
          if (isDone) await changeSince(account, work.phones);
          held.goOn();
          await Promise.allSettled([first, second]);
          if (!isDone) await changeSince(account, work.phones);
        },
        ({ rev, name }) => ({ rev, name }),
        { rev: 3, name: 'Since' },
      ));
  });

  it('the removal of a blank column leaves values that contacts got after they had lost the old ones', async () => {
    for (let step = '', at = 1; step !== 'after the commit'; at++) {
      const account = await inside.newAccount();
      const work = await blankColumn(account);
      const held = new HeldRun(at);
      const first = hold(held, work.run);
      step = await held.held;
      held.kill();
      await expect(first).rejects.toThrow();
      if (step !== 'after the commit') continue;

      const values = [{ name: 'city', value: 'Paris' }];
      await changeSince(account, PHONES, values);
      await work.run();
      const contacts = await contactsOf(account, PHONES);
      expect(contacts.map(({ rev, values }) => ({ rev, values }))).toEqual(PHONES.map(() => ({ rev: 3, values })));
      expect(await work.counted()).toBe(PHONES.length);
    }
  });

  it('a check of before has no say once its file is to be checked again', async () => {
    const { organisationId, id: accountId } = await inside.newAccount();
    const record = { _id: newId(), organisationId, accountId, status: 'ready' } as unknown as ImportRecord;
    await inside.db.collection<ImportRecord>('imports').insertOne(record);
    const imports = inside.app.get(ImportsRepository);
    const { gateway, importer } = IMPORT_STEPS;
    const again = (await imports.step(record, gateway.checkAgain, { recheck: 1 }))!;
    expect(again).toMatchObject({ status: 'checking', recheck: 1 });
    for (const step of [importer.ready, importer.reject, importer.cancelCheck, importer.failCheck])
      expect(await imports.step(record, step)).toBeNull();
    expect(await imports.note({ ...record, status: 'checking' }, { processed: 5 })).toBeNull();
    expect(await imports.step(again, importer.check)).toMatchObject({ status: 'checking', recheck: 1 });
    expect(await imports.step(again, importer.ready)).toMatchObject({ status: 'ready' });
  });

  /** Prepares the work anew for each of its steps, holds one run there, and compares what came of it all. */
  async function atEachStep(
    prepare: (account: AccountRef) => Promise<Work>,
    happen: (work: Work, held: HeldRun, first: Promise<unknown>, account: AccountRef) => Promise<void>,
    look: (contact: ContactRecord) => object = ({ rev }) => ({ rev }),
    expected: object = { rev: 2 },
  ): Promise<void> {
    const steps: string[] = [];
    for (;;) {
      const account = await inside.newAccount();
      const work = await prepare(account);
      const held = new HeldRun(steps.length + 1);
      const first = hold(held, work.run);
      first.catch(() => undefined);
      const step = await Promise.race([held.held, first.then(() => null)]);
      if (step === null) break;
      steps.push(step);
      await happen(work, held, first, account);

      const contacts = await contactsOf(account, work.phones);
      const announced = await announcedIn(account);
      expect({ step, contacts: contacts.map(look), counted: await work.counted(), announced }).toEqual({
        step,
        contacts: work.phones.map(() => expected),
        counted: work.phones.length,
        announced: contacts.flatMap(({ phone, rev }) => range(2, rev).map((revision) => `${phone} ${revision}`)),
      });
    }
    expect(steps).toEqual(expect.arrayContaining(['WritableContactsRepository.write', 'commit', 'after the commit']));
  }

  /**
   * Whether the work ends, or waits for documents that another transaction has written and not yet committed. If a busy
   * machine takes it for waiting, only the moment at which the first process goes on is another one.
   */
  function endsOrWaits(work: Promise<unknown>): Promise<'ends' | 'waits'> {
    const ended = () => 'ends' as const;
    return Promise.race([work.then(ended, ended), sleep(BLOCKED_MS, 'waits' as const)]);
  }

  async function importBatch(account: AccountRef): Promise<Work> {
    await insertContacts(account, PHONES);
    const { importId, batch } = await openBatch(account, PHONES.length);
    const rows = PHONES.map((phone, index) => ({ row: index + 2, phone, name: 'New', tags: null, values: [] }));
    const options = { blankCells: 'keep', tagsMode: 'add' } as const;
    const event = { ...ids(account), importId, batch, options, unchanged: 0, rows };
    return {
      phones: PHONES,
      run: () => inside.app.get(ImportBatches).apply(event),
      counted: async () => (await inside.app.get(ImportLedgerRepository).summary(importId)).updated,
    };
  }

  async function blankColumn(account: AccountRef): Promise<Work> {
    await insertContacts(account, PHONES, [{ name: 'city', value: 'London' }]);
    const { importId, batch } = await openBatch(account, 0);
    const event = { ...ids(account), importId, batch, names: ['city'] };
    return {
      phones: PHONES,
      run: () => inside.app.get(BlankColumns).remove(event, () => undefined),
      counted: async () => {
        const [removed] = await payloads<{ contacts: number }>({ accountId: account.id, event: 'ValueRemoved' });
        return removed?.contacts ?? -1;
      },
    };
  }

  async function tagChange(account: AccountRef): Promise<Work> {
    await insertContacts(account, PHONES);
    const now = new Date();
    const record = {
      ...ids(account),
      ...{
        _id: newId(),
        status: 'queued',
        error: null,
        cancelRequested: false,
        createdBy: { kind: 'key', id: newId() },
      },
      ...{ createdAt: now, updatedAt: now, startedAt: null, finishedAt: null },
      ...{ afterPhone: '', processed: 0, expected: null, contactsPerSecond: null },
      ...{ filter: { accountId: account.id, ...conditionsSchema.parse({}) } },
      ...{ add: ['dog'], remove: [], counts: { updated: 0, unchanged: 0, rejected: 0 } },
    } satisfies TagChangeRecord;
    const orders = inside.app.get(OrdersRepository);
    await orders.insert('tag-changes', record);
    const job = orderJob('tag-changes', record._id, account.organisationId);
    return {
      phones: PHONES,
      run: () =>
        inside.app
          .get(OrderRunner)
          .run(inside.app.get(TagChanges), job, { signal: never, progressed: () => Promise.resolve() }),
      counted: async () =>
        (await orders.find('tag-changes', everyAccountOf(account.organisationId), record._id))!.counts.updated,
    };
  }

  async function edit(account: AccountRef, what: object): Promise<Work> {
    const job = { ...ids(account), phone: PHONES[0]!, mayCreate: false, revisions: [1], changedBy: USER, ...what };
    return call(account, (jobId) => inside.app.get(ContactEdits).apply(job as never, jobId));
  }

  async function optOut(account: AccountRef): Promise<Work> {
    const mark = { scope: 'organisation', reason: 'asked' } as const;
    const job = { ...ids(account), phone: PHONES[0]!, mark, changedBy: USER };
    return call(account, (jobId) => inside.app.get(OptOuts).apply(job, jobId));
  }

  /** Work on one contact whose caller waits for the answer. */
  async function call(account: AccountRef, carryOut: (jobId: string) => Promise<{ outcome: string }>): Promise<Work> {
    const phones = PHONES.slice(0, 1);
    await insertContacts(account, phones);
    const jobId = `call-${newId()}`;
    const outcomes = new Set<string>();
    const run = () => carryOut(jobId);
    return {
      phones,
      run: async () => outcomes.add((await run()).outcome),
      // Whoever asks gets the same answer, however often the job is run.
      counted: async () => ((await run()).outcome === 'updated' && outcomes.size === 1 ? 1 : 0),
    };
  }

  /** As another import would, later. */
  async function changeSince(account: AccountRef, phones: string[], values?: ContactRecord['values']): Promise<void> {
    const decide = (existing: object | null) => ({
      ...(existing as ContactRecord),
      name: 'Since',
      ...(values && { values }),
    });
    const changedBy: ChangedBy = { kind: 'import', id: newId(), row: 2 };
    const intentions = phones.map((phone) => ({ phone, changedBy, decide }));
    await inside.app
      .get(EventPublisher)
      .transaction((transaction) => inside.app.get(ContactWriter).write(transaction, account, intentions));
  }

  async function openBatch(account: AccountRef, rows: number): Promise<{ importId: string; batch: number }> {
    const importId = newId();
    const status: ImportStatus = 'importing';
    const record = { _id: importId, ...ids(account), status } as unknown as ImportRecord;
    await inside.db.collection<ImportRecord>('imports').insertOne(record);
    const bounds = { rowFrom: 2, rowTo: rows + 1, rows, byteFrom: 0, byteTo: rows };
    await inside.app.get(ImportLedgerRepository).open({ importId, n: 0, ...bounds });
    return { importId, batch: 0 };
  }

  async function insertContacts(account: AccountRef, phones: string[], values: ContactRecord['values'] = []) {
    const decide = () => ({ name: 'Old', tags: [], values });
    const intentions = phones.map((phone) => ({ phone, changedBy: USER, decide }));
    await inside.app
      .get(EventPublisher)
      .transaction((transaction) => inside.app.get(ContactWriter).write(transaction, account, intentions));
    await inside.db.collection('outbox').deleteMany({ accountId: account.id });
  }

  function contactsOf(account: AccountRef, phones: string[]): Promise<ContactRecord[]> {
    const filter = { accountId: account.id, phone: { $in: phones } };
    return inside.db.collection<ContactRecord>('contacts').find(filter).sort({ phone: 1 }).toArray();
  }

  /** `<phone> <revision>` of every contact in an event, sorted. */
  async function announcedIn(account: AccountRef): Promise<string[]> {
    const events = await payloads<ContactChanged>({ accountId: account.id, event: 'ContactChanged' });
    return events.flatMap(({ contacts }) => contacts.map(({ phone, revision }) => `${phone} ${revision}`)).sort();
  }

  async function payloads<P>(filter: object): Promise<P[]> {
    const events = await inside.db.collection('outbox').find(filter, { promoteBuffers: true }).toArray();
    return events.map(({ payload }) => JSON.parse(String(payload)) as P);
  }
});

function ids({ organisationId, id }: AccountRef) {
  return { organisationId, accountId: id };
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
