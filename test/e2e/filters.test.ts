import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import mongoose from 'mongoose';
import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { matchesFilter } from '#contact-rules';
import {
  formatValueCondition,
  listConditionsSchema,
  sortSchema,
  type ListConditions,
  type OptOut,
  type Sort,
} from '#contracts';
import {
  accountDefinition,
  AccountsRepository,
  contactDefinition,
  contactId,
  contactKeys,
  decodeCursor,
  type AccountRef,
  type ContactRecord,
} from '#persistence';
import { WritableContactsRepository } from '../../apps/contacts/src/writable-contacts.repository.js';

const CONTACTS = 150;

/**
 * Few names, tags and values, so that conditions match; with different spellings, accents and characters that need
 * escaping.
 */
const NAMES = [
  'Jane',
  'jané',
  'JANE DOE',
  'Ana María',
  'Li',
  '李雷',
  'Ωmega',
  'ſam',
  'O’Neil 2',
  '44 Ltd',
  '😀',
  'Straße',
  '',
];
const TAGS = ['dog', 'Dog', 'cat', 'café', 'CAFÉ', 'v:city', 'a=b', 't'];
const VALUE_NAMES = ['city', 'City', 'gender', 'a:b', 'a\\', 'a=b', '$ne', '__proto__', 'a.b'];
const VALUES = ['London', 'LONDON', 'madrid', 'male', 'b=c', ':', '$gt', 'x'.repeat(300)];
const SEARCHES = [
  'jane',
  'JAN',
  'j',
  'doe jane',
  'maria',
  '李',
  '346',
  '3460000',
  '0042',
  '42',
  'o neil',
  '44',
  'sam',
  'strasse',
  '😀',
  '-',
  '+346 000 0042',
  '0000 42',
  'tel:0034 600000063',
  '(0)600 000 007',
];

const IMPORTS = Array.from({ length: 3 }, () => uuidv7());
/** The possible times of the last change of a contact. */
const TIMES = Array.from({ length: 5 }, (_, index) => new Date(Date.UTC(2026, 10, 22, 10, 15, index)));

const MARK: OptOut = {
  scope: 'account',
  at: '2026-11-22T10:15:00.000Z',
  by: { kind: 'user', id: uuidv7() },
  reason: null,
};

const state = fc.record({
  name: fc.tuple(fc.constantFrom(...NAMES), fc.constantFrom(...NAMES)).map((words) => words.join(' ').trim() || 'x'),
  tags: fc.uniqueArray(fc.constantFrom(...TAGS), { maxLength: 3, selector: (tag) => tag.toLowerCase() }),
  values: fc.uniqueArray(fc.record({ name: fc.constantFrom(...VALUE_NAMES), value: fc.constantFrom(...VALUES) }), {
    maxLength: 3,
    selector: ({ name }) => name.toLowerCase(),
  }),
  importId: fc.option(fc.constantFrom(...IMPORTS)),
  updatedAt: fc.constantFrom(...TIMES),
  optOut: fc.constantFrom(null, null, MARK),
});
type State = typeof state extends fc.Arbitrary<infer T> ? T : never;
const few = <T>(item: fc.Arbitrary<T>) => fc.oneof(fc.constant([]), fc.array(item, { maxLength: 2 }));
const seldom = <T>(item: fc.Arbitrary<T>) => fc.option(item, { nil: undefined, freq: 1 });
const valueCondition = fc
  .record({ name: fc.constantFrom(...VALUE_NAMES), value: fc.constantFrom(...VALUES) })
  .map(formatValueCondition);
const conditions: fc.Arbitrary<ListConditions> = fc
  .record({
    search: fc.oneof(fc.constant(''), fc.constantFrom(...SEARCHES)),
    tag: few(fc.constantFrom(...TAGS)),
    notTag: few(fc.constantFrom(...TAGS)),
    value: few(valueCondition),
    notValue: few(valueCondition),
    hasValue: few(fc.constantFrom(...VALUE_NAMES)),
    notHasValue: few(fc.constantFrom(...VALUE_NAMES)),
    match: fc.constantFrom('all' as const, 'any' as const),
    import: seldom(fc.constantFrom(...IMPORTS)),
    optedOut: seldom(fc.constantFrom('yes' as const, 'no' as const)),
    updatedSince: seldom(fc.constantFrom(...TIMES).map((time) => time.toISOString())),
  })
  .map((input) => listConditionsSchema.parse(input));

/** A real MongoDB server. The contacts are written like the contacts service writes them. */
describe('finding contacts', () => {
  let contacts: WritableContactsRepository;
  let connection: mongoose.Connection;
  const accounts: AccountRef[] = [];
  const all: ContactRecord[] = [];

  beforeAll(async () => {
    const name = `test-${randomBytes(5).toString('hex')}`;
    connection = await mongoose.createConnection(process.env.MONGODB_URI!, { dbName: name }).asPromise();
    const model = connection.model(contactDefinition.name, contactDefinition.schema);
    await model.createIndexes();
    contacts = new WritableContactsRepository(model as never);
    const accountModel = connection.model(accountDefinition.name, accountDefinition.schema);
    const accountsRepository = new AccountsRepository(accountModel as never);
    const organisationId = uuidv7();
    const rest = {
      organisationId,
      phoneNumber: '1',
      phoneNumberId: '1',
      displayName: '',
      status: 'active',
      createdAt: new Date(),
    } as const;
    for (let index = 0; index < 2; index++)
      accounts.push(await accountsRepository.insert({ _id: uuidv7(), ...rest, displayName: `A${index}` }));
    const states = fc.sample(state, { numRuns: CONTACTS, seed: 7 });
    all.push(
      ...states.map((one, index) =>
        toRecord(accounts[index % 3 === 0 ? 1 : 0]!, `346000${String(index * 7).padStart(5, '0')}`, one),
      ),
    );
    await connection.collection<ContactRecord>('contacts').insertMany(all);
  });
  afterAll(() => connection?.dropDatabase().then(() => connection.close()));

  it('agrees with the reference implementation, for every combination of conditions', async () => {
    let found = 0;
    await fc.assert(
      fc.asyncProperty(
        conditions,
        fc.constantFrom(...sortSchema.options),
        fc.integer({ min: 3, max: 40 }),
        async (filter, sort, limit) => {
          const expected = all.filter((record) => matchesFilter(record, filter)).map(({ _id }) => _id);
          const pages = await readPages(filter, sort, limit);
          expect([...pages].sort()).toEqual(expected.sort());
          expect(await contacts.count(accounts, filter, true)).toEqual({ value: expected.length, exact: true });
          found += expected.length > 0 ? 1 : 0;
        },
      ),
      { numRuns: 250, seed: 11 },
    );
    // If the filters hardly ever matched, the test would prove nothing.
    expect(found).toBeGreaterThan(60);
  }, 120_000);

  it.each(sortSchema.options)('gives every page in the order of sort=%s', async (sort) => {
    const order = (await readPages(listConditionsSchema.parse({}), sort, 17)).map((id) =>
      all.find(({ _id }) => _id === id)!,
    );
    const key = ({ nameKey, phone }: ContactRecord) => (sort.endsWith('name') ? `${nameKey}\0${phone}` : phone);
    const keys = order.map(key);
    const sorted = [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect(keys).toEqual(sort.startsWith('-') ? sorted.reverse() : sorted);
  });

  it('keeps pages stable while contacts are added: none is listed twice, and none that existed is missed', async () => {
    const account = accounts[0]!;
    const before = new Set(all.filter(({ accountId }) => accountId === account.id).map(({ _id }) => _id));
    const seen: string[] = [];
    let after = null;
    for (let page = 0; ; page++) {
      const { items, next } = await contacts.findPage([account], listConditionsSchema.parse({}), {
        sort: 'phone',
        limit: 20,
        after,
      });
      seen.push(...items.map(({ _id }) => _id));
      const added = [`3459999999${page % 10}`, `3469999999${page % 10}`].map((phone) =>
        toRecord(account, phone, {
          name: 'New',
          tags: [],
          values: [],
          importId: null,
          optOut: null,
          updatedAt: new Date(),
        }),
      );
      for (const { _id, ...fields } of added)
        await connection
          .collection<ContactRecord>('contacts')
          .updateOne({ _id }, { $setOnInsert: fields }, { upsert: true });
      if (next === null) break;
      after = decodeCursor(next, 'phone');
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect([...before].filter((id) => !seen.includes(id))).toEqual([]);
  });

  async function readPages(filter: ListConditions, sort: Sort, limit: number): Promise<string[]> {
    const ids: string[] = [];
    let after = null;
    do {
      const page = await contacts.findPage(accounts, filter, { sort, limit, after });
      ids.push(...page.items.map(({ _id }) => _id));
      after = page.next === null ? null : decodeCursor(page.next, sort);
    } while (after);
    return ids;
  }
});

function toRecord(account: AccountRef, phone: string, { importId, updatedAt, ...one }: State): ContactRecord {
  return {
    _id: contactId(account, phone),
    accountId: account.id,
    phone,
    ...one,
    ...contactKeys(phone, one, importId ?? undefined),
    rev: 1,
    createdAt: updatedAt,
    updatedAt,
    changedBy: { kind: 'user', id: uuidv7() },
    lastImport: importId === null ? null : { id: importId, row: 2, outcome: 'created' },
  };
}
