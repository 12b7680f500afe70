import { describe, expect, it } from 'vitest';
import type { ContactChanged, OptOut } from '#contracts';
import type { Transaction } from '#messaging';
import type { AccountRef, ContactChangeRecord, ContactRecord, OptOutRecord } from '#persistence';
import { ContactWriter, type Intention } from './contact-writer.js';
import type { WritableContactChangesRepository } from './writable-contact-changes.repository.js';
import type { WritableContactsRepository } from './writable-contacts.repository.js';
import type { WritableOptOutsRepository } from './writable-opt-outs.repository.js';

const ACCOUNT = { id: 'account', organisationId: 'organisation' } as AccountRef;
const USER = { kind: 'user', id: 'ana' } as const;
const row = (number: number) => ({ kind: 'import', id: 'an-import', row: number }) as const;
/** The fake reads so many contacts at a time. */
const SLICE = 100;
const STATE = { name: 'Jane', tags: ['dog'], values: [] };
const OWN = { ...STATE, optOut: { scope: 'account' as const } };

/**
 * A fake of the two MongoDB operations that the writer uses, and of publishing. test/e2e/contacts-written-at-once tests
 * transactions with a real server.
 */
class Store {
  readonly records = new Map<string, ContactRecord>();
  readonly lookedUp: string[][] = [];
  readonly events: ContactChanged[] = [];
  readonly marks = new Map<string, OptOut>();
  readonly ownMarks: OptOutRecord[] = [];
  readonly changes: ContactChangeRecord[] = [];
  private readonly writer = new ContactWriter(
    this as unknown as WritableContactsRepository,
    {
      find: (_account: AccountRef, phones: string[]) =>
        new Map(phones.flatMap((phone) => (this.marks.has(phone) ? [[phone, this.marks.get(phone)!] as const] : []))),
      store: (records: OptOutRecord[]) => void this.ownMarks.push(...records),
    } as unknown as WritableOptOutsRepository,
    {
      insert: (records: ContactChangeRecord[]) => void this.changes.push(...records),
    } as unknown as WritableContactChangesRepository,
  );

  readFirstByPhones(_account: AccountRef, phones: string[]) {
    this.lookedUp.push(phones);
    const found = phones.flatMap((phone) => this.records.get(phone) ?? []);
    return { slice: found.slice(0, SLICE), isAll: found.length <= SLICE };
  }

  write(_account: AccountRef, records: ContactRecord[]) {
    for (const record of records) this.records.set(record.phone, record);
  }

  carryOut(intentions: Intention[], absent?: Set<string>, repetition = 0) {
    const publish = async (_event: string, payload: unknown) => void this.events.push(payload as ContactChanged);
    return this.writer.write({ publish, repetition } as unknown as Transaction, ACCOUNT, intentions, absent);
  }
}

const intend = (phone: string, rest: Partial<Intention> = {}): Intention => ({
  phone,
  changedBy: USER,
  decide: () => STATE,
  ...rest,
});

describe('writing contacts', () => {
  it('keeps what a contact was like before a change, and nothing for a new one', async () => {
    const store = new Store();
    await store.carryOut([intend('1', { changedBy: row(2) })]);
    expect(store.changes).toEqual([]);
    const order = { kind: 'tag-change', id: 'an-order' } as const;
    await store.carryOut([intend('1', { order, decide: () => ({ ...STATE, tags: [] }) })]);
    await store.carryOut([intend('1', { decide: () => ({ ...STATE, tags: [], name: 'Ana' }) })]);
    const tags = { before: ['dog'], after: [] };
    expect(store.changes).toMatchObject([
      { _id: 'account/1/0000000002', changedBy: USER, order, changes: { tags }, createdBy: row(2) },
      { _id: 'account/1/0000000003', changes: { name: { before: 'Jane', after: 'Ana' } } },
    ]);
    expect(store.changes.map((change) => Object.keys(change.changes))).toEqual([['tags'], ['name']]);
    expect(store.changes[1]).not.toHaveProperty('createdBy');
  });

  it('creates missing contacts, and increases the revision of existing ones', async () => {
    const store = new Store();
    await store.carryOut([intend('1')]);
    const made = store.records.get('1')!;
    expect(made).toMatchObject({ _id: 'account/1', phone: '1', rev: 1, ...STATE, changedBy: USER, lastImport: null });
    await store.carryOut([intend('1', { decide: () => ({ ...STATE, name: 'Ana' }) })]);
    expect(store.records.get('1')).toMatchObject({ rev: 2, name: 'Ana', createdAt: made.createdAt });
  });

  it.each([
    [0, 8],
    [3, 8],
    [4, 4],
    [5, 2],
    [9, 1],
  ])('has fewer contacts in a transaction that was repeated often: %i times, %i contacts', async (repetition, done) => {
    const intentions = Array.from({ length: 8 }, (_, index) => intend(String(index)));
    expect(await new Store().carryOut(intentions, undefined, repetition)).toEqual({ changed: done, done });
  });

  it('does not write or publish contacts that should not change', async () => {
    const store = new Store();
    expect(await store.carryOut([intend('1', { decide: () => null })])).toEqual({ changed: 0, done: 1 });
    expect(store.records.size).toBe(0);
    expect(store.events).toEqual([]);
  });

  it('does not read contacts that are known to be absent', async () => {
    const store = new Store();
    await store.carryOut([intend('1'), intend('2')], new Set(['1']));
    expect(store.lookedUp).toEqual([['2']]);
    expect([...store.records.keys()]).toEqual(['1', '2']);
  });

  it('stores the row that last created or changed a contact, and its statement until somebody else writes', async () => {
    const store = new Store();
    await store.carryOut([intend('1', { changedBy: row(7), statementHash: 'hash' })]);
    const lastRow = (number: number, outcome: string) => ({ id: 'an-import', row: number, outcome });
    expect(store.records.get('1')).toMatchObject({ lastImport: lastRow(7, 'created'), statementHash: 'hash' });
    await store.carryOut([intend('1', { changedBy: row(8), statementHash: 'other' })]);
    expect(store.records.get('1')).toMatchObject({ lastImport: lastRow(8, 'updated'), statementHash: 'other' });
    await store.carryOut([intend('1')]);
    const edited = { lastImport: lastRow(8, 'updated'), statementHash: null, changedBy: USER };
    expect(store.records.get('1')).toMatchObject(edited);
  });

  it("keeps a sender's report about a number, unless it is changed explicitly", async () => {
    const store = new Store();
    const reachability = { status: 'unusable' as const, reason: 'gone', at: new Date() };
    const decide = () => ({ ...STATE, reachability }) as never;
    await store.carryOut([intend('1', { decide })]);
    await store.carryOut([intend('1')]);
    expect(store.records.get('1')!.reachability).toEqual(reachability);
  });

  it('stores a new mark with its time and author, keeps it, and takes it off', async () => {
    const store = new Store();
    const mark = { scope: 'account', at: expect.any(String), by: USER, reason: null };
    await store.carryOut([intend('1', { decide: () => OWN })]);
    expect(store.records.get('1')).toMatchObject({ optOut: mark, facets: ['t:dog', 'o:yes'] });
    expect(store.events[0]!.contacts[0]!.optOut).toEqual(mark);
    expect(store.ownMarks).toMatchObject([{ _id: 'account/1', accountId: 'account', mark, due: null }]);

    await store.carryOut([intend('1', { changedBy: row(2), decide: (known) => ({ ...known!, name: 'Ana' }) })]);
    expect(store.records.get('1')).toMatchObject({ name: 'Ana', optOut: mark });
    expect(store.ownMarks).toHaveLength(1);

    await store.carryOut([intend('1', { decide: (known) => ({ ...known!, optOut: null }) })]);
    expect(store.records.get('1')).toMatchObject({ optOut: null, facets: ['t:dog', 'i:an-import'] });
    expect(store.events.at(-1)!.contacts[0]).not.toHaveProperty('optOut');
    expect(store.ownMarks.at(-1)).toMatchObject({ _id: 'account/1', mark: null });
  });

  it('gives a new contact the mark that holds for all accounts, and lets it replace one of its own', async () => {
    const store = new Store();
    const mark: OptOut = { scope: 'organisation', at: '2026-11-30T10:00:00.000Z', by: USER, reason: 'asked' };
    store.marks.set('1', mark);
    await store.carryOut([intend('1', { changedBy: row(2) }), intend('2', { decide: () => OWN })]);
    expect(store.records.get('1')!.optOut).toEqual(mark);
    expect(store.ownMarks).toMatchObject([{ _id: 'account/2' }]);
    await store.carryOut([intend('2', { decide: (known) => ({ ...known!, optOut: mark }) })]);
    expect(store.records.get('2')!.optOut).toEqual(mark);
    expect(store.ownMarks.at(-1)).toMatchObject({ _id: 'account/2', mark: null });
  });

  it('publishes their new state, and no internal fields', async () => {
    const store = new Store();
    await store.carryOut([intend('1', { changedBy: row(2) })]);
    expect(store.events).toEqual([
      {
        organisationId: 'organisation',
        accountId: 'account',
        contacts: [{ phone: '1', revision: 1, ...STATE, changedBy: row(2) }],
      },
    ]);
  });
});

describe('writing large contacts', () => {
  const phones = Array.from({ length: 300 }, (_, index) => String(1000 + index));
  /** About 40 kB as UTF-8, and 120 kB in an event. */
  const wide = { ...STATE, values: [{ name: 'отзыв', value: 'ж'.repeat(20_000) }] };

  it('publishes them in several events, none of which is too large', async () => {
    const store = new Store();
    await store.carryOut(
      phones.map((phone) => intend(phone, { decide: () => wide })),
      new Set(phones),
    );
    expect(store.events.flatMap(({ contacts }) => contacts.map(({ phone }) => phone))).toEqual(phones);
    const sizes = store.events.map(({ contacts }) => contacts.length * 120_000);
    expect(Math.max(...sizes)).toBeLessThan(4.2e6);
    expect(sizes.length).toBeLessThan(11);
  });

  it('carries out the first ones, and leaves the others to the next transaction', async () => {
    const store = new Store();
    await store.carryOut(
      phones.map((phone) => intend(phone, { decide: () => wide })),
      new Set(phones),
    );
    let left = phones;
    const rounds: number[] = [];
    while (left.length > 0) {
      const { done } = await store.carryOut(
        left.map((phone) => intend(phone, { decide: (known) => ({ ...known!, name: 'Ana' }) })),
      );
      rounds.push(done);
      left = left.slice(done);
    }
    expect(rounds).toEqual([100, 100, 100]);
    expect([...store.records.values()].every(({ rev, name }) => rev === 2 && name === 'Ana')).toBe(true);
  });
});
