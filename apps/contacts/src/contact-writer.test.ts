import { describe, expect, it } from '@jest/globals';
import type { EventPublisher } from '#messaging';
import type { AccountRef, ContactRecord } from '#persistence';
import { ContactWriter, type Intention } from './contact-writer.js';
import type { WritableContactsRepository } from './writable-contacts.repository.js';

const ACCOUNT = { id: 'account', organisationId: 'organisation' } as AccountRef;
const USER = { kind: 'user', id: 'ana' } as const;
const row = (number: number) => ({ kind: 'import', id: 'an-import', row: number }) as const;
const STATE = { name: 'Jane', tags: ['dog'], values: [] };

/**
 * A fake of the two MongoDB operations that the writer uses. `meanwhile` are the writes of others between reading and
 * writing, one for each round. test/e2e/contacts-written-at-once tests the race itself with a real server.
 */
class Store {
  readonly records = new Map<string, ContactRecord>();
  readonly lookedUp: string[][] = [];

  constructor(private readonly meanwhile: ((store: Store) => Promise<unknown>)[] = []) {}

  findByPhones(_account: AccountRef, phones: string[]): Promise<ContactRecord[]> {
    this.lookedUp.push(phones);
    return Promise.resolve(phones.flatMap((phone) => this.records.get(phone) ?? []));
  }

  async write(writes: { readRev: number | null; record: ContactRecord }[]) {
    await this.meanwhile.shift()?.(this);
    return writes.filter(({ readRev, record }) => {
      if ((this.records.get(record.phone)?.rev ?? null) !== readRev) return true;
      this.records.set(record.phone, record);
      return false;
    });
  }
}

/** A write by somebody else that always comes first. */
const byOther = (phone: string, name: string) => (store: Store) => {
  const { records } = store;
  const intention: Intention = { phone, changedBy: USER, decide: () => ({ ...STATE, name }) };
  const other = new Store();
  for (const [known, record] of records) other.records.set(known, record);
  return writerOn(other)
    .write(ACCOUNT, [intention])
    .then(([written]) => records.set(phone, written!));
};

function writerOn(store: Store, published: unknown[] = []): ContactWriter {
  const publisher = { publish: (_event: string, payload: unknown) => Promise.resolve(published.push(payload)) };
  return new ContactWriter(store as unknown as WritableContactsRepository, publisher as unknown as EventPublisher);
}

const intend = (phone: string, rest: Partial<Intention> = {}): Intention => ({
  phone,
  changedBy: USER,
  decide: () => STATE,
  ...rest,
});

describe('writing contacts', () => {
  it('creates missing contacts, and increases the revision of existing ones', async () => {
    const store = new Store();
    const writer = writerOn(store);
    const [made] = await writer.write(ACCOUNT, [intend('1')]);
    expect(made).toMatchObject({ _id: 'account/1', phone: '1', rev: 1, ...STATE, changedBy: USER, lastImport: null });
    const [changed] = await writer.write(ACCOUNT, [intend('1', { decide: () => ({ ...STATE, name: 'Ana' }) })]);
    expect(changed).toMatchObject({ rev: 2, name: 'Ana', createdAt: made!.createdAt });
    expect(store.records.get('1')).toBe(changed);
  });

  it('does not write contacts that should not change', async () => {
    const store = new Store();
    expect(await writerOn(store).write(ACCOUNT, [intend('1', { decide: () => null })])).toEqual([]);
    expect(store.records.size).toBe(0);
  });

  it('decides again for the contacts that somebody else wrote first, and only for those', async () => {
    const store = new Store([byOther('2', 'Theirs')]);
    const seen: (string | null)[] = [];
    const keepName = intend('2', {
      decide: (existing) => {
        seen.push(existing?.name ?? null);
        return { ...STATE, name: existing?.name ?? 'Ours' };
      },
    });
    const written = await writerOn(store).write(ACCOUNT, [intend('1'), keepName, intend('3')]);
    expect(seen).toEqual([null, 'Theirs']);
    expect(written.map(({ phone, rev, name }) => [phone, rev, name])).toEqual([
      ['1', 1, 'Jane'],
      ['3', 1, 'Jane'],
      ['2', 2, 'Theirs'],
    ]);
    expect(store.lookedUp).toEqual([['1', '2', '3'], ['2']]);
  });

  it('does not read contacts that were absent a moment ago, until it has lost a race', async () => {
    const store = new Store([byOther('1', 'Theirs')]);
    const [written] = await writerOn(store).write(ACCOUNT, [intend('1')], new Set(['1']));
    expect(written).toMatchObject({ rev: 2 });
    expect(store.lookedUp).toEqual([['1']]);
  });

  it('gives up after ten lost races, so that the whole batch is retried', async () => {
    const store = new Store(Array.from({ length: 10 }, (_, round) => byOther('1', `Round ${round}`)));
    await expect(writerOn(store).write(ACCOUNT, [intend('1')])).rejects.toThrow('lost the race for 1 contacts');
    expect(store.records.get('1')).toMatchObject({ rev: 10, name: 'Round 9' });
  });

  it('stores the row that last created or changed a contact, and its statement until somebody else writes', async () => {
    const writer = writerOn(new Store());
    const [made] = await writer.write(ACCOUNT, [intend('1', { changedBy: row(7), statementHash: 'hash' })]);
    expect(made).toMatchObject({ lastImport: { id: 'an-import', row: 7, outcome: 'created' }, statementHash: 'hash' });
    const [changed] = await writer.write(ACCOUNT, [intend('1', { changedBy: row(8), statementHash: 'other' })]);
    expect(changed).toMatchObject({ lastImport: { row: 8, outcome: 'updated' }, statementHash: 'other' });
    const [edited] = await writer.write(ACCOUNT, [intend('1')]);
    expect(edited).toMatchObject({ lastImport: { row: 8, outcome: 'updated' }, statementHash: null, changedBy: USER });
  });

  it("keeps a sender's report about a number, unless it is changed explicitly", async () => {
    const writer = writerOn(new Store());
    const reachability = { status: 'unusable' as const, reason: 'gone', at: new Date() };
    const decide = () => ({ ...STATE, reachability }) as never;
    await writer.write(ACCOUNT, [intend('1', { decide })]);
    const [kept] = await writer.write(ACCOUNT, [intend('1')]);
    expect(kept!.reachability).toEqual(reachability);
  });
});

describe('announcing contacts', () => {
  it('says nothing of none', async () => {
    const published: unknown[] = [];
    await writerOn(new Store(), published).announce(ACCOUNT, []);
    expect(published).toEqual([]);
  });

  it('contains their current state, and no internal fields', async () => {
    const published: unknown[] = [];
    const writer = writerOn(new Store(), published);
    await writer.announce(ACCOUNT, await writer.write(ACCOUNT, [intend('1', { changedBy: row(2) })]));
    expect(published).toEqual([
      {
        organisationId: 'organisation',
        accountId: 'account',
        contacts: [{ phone: '1', revision: 1, ...STATE, changedBy: row(2) }],
      },
    ]);
  });
});
