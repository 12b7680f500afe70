import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import mongoose from 'mongoose';
import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import {
  conditionsSchema,
  listConditionsSchema,
  sortSchema,
  type ConditionsInput,
  type ListConditionsInput,
  type Sort,
} from '#contracts';
import {
  accountDefinition,
  AccountsRepository,
  audienceDefinition,
  contactDefinition,
  contactId,
  contactKeys,
  FacetsRepository,
  Transactions,
  type AccountRef,
  type AudienceRecord,
  type ContactRecord,
} from '#persistence';
import { WritableAudienceRepository } from '../../apps/campaigns/src/writable-audience.repository.js';
import { WritableContactsRepository } from '../../apps/contacts/src/writable-contacts.repository.js';
import { isAnsweredByIndex, QueryRecorder, type Plan } from '../support/query-plan.js';

/** The server tries every plan to explain a query, which costs as much as all contacts that any of them reads. */
const CONTACTS = 300;
const RARE_EVERY = 30;
/** The contacts that are rare in some way, and as many again. */
const FEW = 2 * (CONTACTS / RARE_EVERY);
const RARE_IMPORT = uuidv7();
/** Only ends tests that hang. */
const SLOW_MS = 60_000;

/** Conditions that few contacts match: the query may examine only those few. */
const SELECTIVE: [string, ListConditionsInput][] = [
  ['tag', { tag: ['rare'] }],
  ['value', { value: ['city:rare'] }],
  ['hasValue', { hasValue: ['seldom'] }],
  ['a word', { search: 'zoe' }],
  ['the start of a phone number', { search: '3460000001' }],
  ['the end of a phone number', { search: '001050' }],
  ['a phone number with gaps', { search: '+34 600 000 042' }],
  ['a phone number and a not', { search: '001050', notTag: ['even'] }],
  ['a phone number and a tag', { search: '001050', tag: ['common'] }],
  ['two words', { search: 'zoe perez' }],
  ['a common tag and a rare one', { tag: ['common', 'rare'] }],
  ['a tag and a not', { tag: ['rare'], notTag: ['common'] }],
  ['a tag and a word', { tag: ['common'], search: 'zoe' }],
  ['a value and all kinds of not', { value: ['city:rare'], notTag: ['x'], notValue: ['city:y'], notHasValue: ['z'] }],
  ['any of two rare ones', { tag: ['rare'], value: ['city:rare'], match: 'any' }],
  ['what an import did', { import: RARE_IMPORT }],
  ['a tag and a time', { tag: ['rare'], updatedSince: '2026-11-22T10:15:00Z' }],
  ['any of two common ones and a word', { tag: ['common', 'even'], match: 'any', search: 'zoe' }],
  ['a common value name and its rare value', { hasValue: ['city'], value: ['city:rare'] }],
  ['any of one', { tag: ['rare'], match: 'any' }],
  ['a common tag and what an import did', { tag: ['common', 'even'], import: RARE_IMPORT }],
  ['any of two and what an import did', { tag: ['common', 'even'], match: 'any', import: RARE_IMPORT }],
];

/** Those of them that require facets: the rarest comes first, wherever it is written. */
const LEADING: [string, ListConditionsInput, string][] = [
  ['a common tag and a rare one', { tag: ['common', 'rare'] }, 't:rare'],
  ['a rare tag and a common one', { tag: ['rare', 'common'] }, 't:rare'],
  ['a common tag and a rare value', { tag: ['common', 'even'], value: ['city:rare'] }, 'v:city=rare'],
  ['a value name and a rare value of it', { hasValue: ['city'], value: ['city:rare'] }, 'v:city=rare'],
  ['a common tag and a rare value name', { tag: ['common'], hasValue: ['seldom'] }, 'v:seldom'],
  ['a common tag and one that nobody has', { tag: ['rare', 'nobody', 'common'] }, 't:nobody'],
  ['a common tag and what an import did', { tag: ['common'], import: RARE_IMPORT }, `i:${RARE_IMPORT}`],
];

/** Conditions that many contacts match, or none. */
const WIDE: [string, ListConditionsInput][] = [
  ['nothing', {}],
  ['notTag', { notTag: ['rare'] }],
  ['notValue', { notValue: ['city:rare'] }],
  ['notHasValue', { notHasValue: ['seldom'] }],
  ['updatedSince', { updatedSince: '2026-11-22T10:15:00Z' }],
  ['a common tag', { tag: ['common'] }],
  ['two common tags', { tag: ['common', 'even'] }],
  ['any of two common tags', { tag: ['common', 'even'], match: 'any' }],
  ['a common word', { search: 'person' }],
];

/**
 * Which indexes the server uses, and how many entries it reads: the commands that the repository sends are captured and
 * explained. The output of `explain` has the same form on MongoDB and on SecantusDB.
 */
describe('every filter is served by an index', () => {
  let connection: mongoose.Connection;
  let contacts: WritableContactsRepository;
  let facets: FacetsRepository;
  let audience: WritableAudienceRepository;
  let account: AccountRef;
  let queries: QueryRecorder;

  beforeAll(async () => {
    const options = { dbName: `test-${randomBytes(5).toString('hex')}`, monitorCommands: true };
    connection = await mongoose.createConnection(process.env.MONGODB_URI!, options).asPromise();
    queries = new QueryRecorder(connection.getClient(), connection.db!);
    const model = connection.model(contactDefinition.name, contactDefinition.schema);
    await model.createIndexes();
    contacts = new WritableContactsRepository(model as never);
    facets = new FacetsRepository(model as never);
    const audienceModel = connection.model(audienceDefinition.name, audienceDefinition.schema);
    await audienceModel.createIndexes();
    audience = new WritableAudienceRepository(audienceModel as never);
    account = await insertAccount(connection);
    const other = await insertAccount(connection);
    for (const one of [account, other]) {
      const records = Array.from({ length: CONTACTS }, (_, index) => makeContact(one, index));
      await new Transactions(connection).run((session) => contacts.write(one, records, session));
    }
  }, 60_000);
  afterAll(() => connection?.dropDatabase().then(() => connection.close()));

  const sorts = sortSchema.options;
  const everyPage = (shapes: [string, ListConditionsInput][]) =>
    shapes.flatMap(([name, input]) => sorts.map((sort): [string, Sort, ListConditionsInput] => [name, sort, input]));

  vi.setConfig({ testTimeout: SLOW_MS, hookTimeout: SLOW_MS });

  it.each(everyPage(SELECTIVE))('%s, sort=%s: looks at few index entries', async (_, sort, input) => {
    for (const plan of await pagePlans(input, sort)) {
      expect(plan.stages).not.toContain('COLLSCAN');
      expect(plan.scans.length).toBeGreaterThan(0);
      for (const bounds of plan.scans) expect(bounds).not.toEqual(expect.objectContaining(WHOLE_ACCOUNT));
      if (!hasOwnSort(input, sort)) expect(plan.stages).not.toContain('SORT');
    }
  });

  it.each(everyPage(WIDE))('%s, sort=%s: stays within the account', async (_, sort, input) => {
    for (const plan of await pagePlans(input, sort)) {
      expect(plan.stages).not.toContain('COLLSCAN');
      for (const bounds of plan.scans) expect(bounds.accountId).toEqual([`["${account.id}", "${account.id}"]`]);
      if (!hasOwnSort(input, sort)) expect(plan.stages).not.toContain('SORT');
    }
  });

  it.each(LEADING)('%s: the rarest facet bounds every scan', async (_, input, rarest) => {
    const conditions = listConditionsSchema.parse(input);
    const works: (() => Promise<unknown>)[] = [
      () => contacts.findPage([account], conditions, { sort: 'phone', limit: 50, after: null }),
      () => contacts.count([account], conditions, true),
      () => contacts.scan(account, conditions, ['phone']).next(),
    ];
    for (const work of works) {
      const plan = await queries.lastPlanOf(work);
      expect(plan.scans.map(({ facets }) => facets)).toEqual([[`["${rarest}", "${rarest}"]`]]);
    }
  });

  it.each(SELECTIVE)('%s: reads hardly more contacts than it returns', async (_, input) => {
    const conditions = listConditionsSchema.parse(input);
    const works: (() => Promise<unknown>)[] = [
      () => contacts.findPage([account], conditions, { sort: 'phone', limit: 50, after: null }),
      () => contacts.findPage([account], conditions, { sort: '-name', limit: 50, after: null }),
      () => contacts.count([account], conditions, true),
      () => contacts.scan(account, conditions, ['phone']).next(),
    ];
    for (const work of works) {
      const { docsExamined } = await queries.lastPlanOf(work);
      expect(docsExamined).toBeLessThanOrEqual(FEW);
    }
  });

  it.each([...SELECTIVE, ...WIDE])('%s: is counted by an index', async (name, input) => {
    const conditions = listConditionsSchema.parse(input);
    for (const exact of [false, true]) {
      const plan = await queries.lastPlanOf(() => contacts.count([account], conditions, exact));
      expect(plan.stages).not.toContain('COLLSCAN');
      expect(plan.scans.length).toBeGreaterThan(0);
      const isSelective = SELECTIVE.some(([other]) => other === name);
      for (const bounds of plan.scans) {
        expect(bounds.accountId).toEqual([`["${account.id}", "${account.id}"]`]);
        if (isSelective) expect(bounds).not.toEqual(expect.objectContaining(WHOLE_ACCOUNT));
      }
    }
  });

  it.each([...SELECTIVE, ...WIDE])(
    '%s: is scanned for a download within its bounds, in the order of phones',
    async (_, input) => {
      const conditions = listConditionsSchema.parse(input);
      for (const afterPhone of ['', makeContact(account, CONTACTS / 2).phone]) {
        const phones: string[] = [];
        const plan = await queries.lastPlanOf(async () => {
          for await (const batch of contacts.scan(account, conditions, ['phone'], { afterPhone, batchSize: 7 }))
            phones.push(...batch.map(({ phone }) => phone));
        });
        const page = { sort: 'phone', limit: CONTACTS, after: null } as const;
        const { items } = await contacts.findPage([account], conditions, page);
        expect(phones).toEqual(items.map(({ phone }) => phone).filter((phone) => phone > afterPhone));
        expect(plan.stages).not.toContain('COLLSCAN');
        expect(plan.scans.length).toBeGreaterThan(0);
        const { _id: id, accountId } = plan.scans[0]!;
        if (id) expect(id).toEqual([`("${account.id}/${afterPhone}", "${account.id}0")`]);
        else expect(accountId).toEqual([`["${account.id}", "${account.id}"]`]);
      }
    },
  );

  it('suggestions read what they show', async () => {
    const plans = await queries.plansOf(async () => {
      await facets.values(account, 'city', '', 10);
      await facets.values(account, 'city', 'ra', 10);
      await facets.counts(account, ['t:rare']);
    });
    for (const { stages, scans } of plans) {
      expect(stages).not.toContain('COLLSCAN');
      for (const bounds of scans) expect(bounds.facets?.join()).toMatch(/"(t|v):/);
    }
  });

  describe('a segment', () => {
    beforeAll(
      () => audience.apply(Array.from({ length: CONTACTS }, (_, index) => makeMember(account, index))),
      SLOW_MS,
    );

    it.each<[string, ConditionsInput]>([
      ['tag', { tag: ['rare'] }],
      ['value', { value: ['city:rare'], notTag: ['x'] }],
      ['a common tag and a rare one', { tag: ['common', 'rare'] }],
      ['any of two', { tag: ['rare'], hasValue: ['seldom'], match: 'any' }],
    ])('with %s is counted and read by its rarest facet, of those who can be reached', async (_, input) => {
      const segment = conditionsSchema.parse(input);
      const plans = await queries.plansOf(async () => {
        await audience.reachable(account, segment);
        for await (const phones of audience.phones(account, segment, { afterPhone: '', batchSize: 500 }))
          expect(phones).toHaveLength(CONTACTS / RARE_EVERY);
      });
      for (const plan of plans) {
        const { stages, scans } = plan;
        expect(stages).not.toContain('COLLSCAN');
        expect(stages).not.toContain('SORT');
        expect(scans.length).toBeGreaterThan(0);
        if (!isAnsweredByIndex(plan)) expect(plan.docsExamined).toBeLessThanOrEqual(FEW);
        for (const bounds of scans) {
          expect(bounds.standing).toEqual(['["reachable", "reachable"]']);
          expect(bounds.facets?.join()).toMatch(/^\["(t|v):/);
        }
      }
    });

    it('of not alone is read by standing, one entry for each contact, and by ids within the account', async () => {
      const segment = conditionsSchema.parse({ notTag: ['rare'], notHasValue: ['nothing'] });
      const afterPhone = makeContact(account, CONTACTS / 2).phone;
      const [count, page] = await queries.plansOf(async () => {
        expect(await audience.reachable(account, segment)).toBe(CONTACTS - CONTACTS / RARE_EVERY);
        await audience.phones(account, segment, { afterPhone, batchSize: 50 }).next();
      });
      for (const { stages, scans, keysExamined } of [count!, page!]) {
        expect(stages).not.toContain('SORT');
        expect(scans).toHaveLength(1);
        expect(scans[0]).toMatchObject({ standing: ['["reachable", "reachable"]'] });
        expect(scans[0]!.facets).toBeUndefined();
        expect(keysExamined).toBeLessThanOrEqual(CONTACTS + 1);
      }
      expect(page!.scans[0]!._id).toEqual([`("${account.id}/${afterPhone}", "${account.id}0")`]);
    });

    it('of everybody is counted without reading members, and the summary reads a sample', async () => {
      const plans = await queries.plansOf(async () => {
        const { standings, tags } = await audience.summary(account);
        expect(standings).toEqual({
          reachable: CONTACTS,
          opted_out: 0,
          taken_back: 0,
          no_tag_or_value: 0,
          unusable_number: 0,
        });
        expect(tags[0]).toEqual({ tag: 'common', count: CONTACTS - CONTACTS / 50 });
      });
      expect(plans.length).toBeGreaterThan(10);
      for (const plan of plans) {
        expect(plan.stages).not.toContain('COLLSCAN');
        if (!plan.projection?.includes('tags')) expect(isAnsweredByIndex(plan)).toBe(true);
      }
    });
  });

  /** The plans of a first page and of a later one. */
  async function pagePlans(input: ListConditionsInput, sort: Sort): Promise<Plan[]> {
    const conditions = listConditionsSchema.parse(input);
    const middle = makeContact(account, CONTACTS / 2);
    const after = { sort, nameKey: middle.nameKey, phone: middle.phone, accountId: account.id };
    return queries.pagePlansOf(async () => {
      await contacts.findPage([account], conditions, { sort, limit: 50, after: null });
      await contacts.findPage([account], conditions, { sort, limit: 50, after });
    });
  }
});

/**
 * Whether what was found may have to be sorted: words and digits are ranges in their indexes, and no index has facets in
 * the order of names (docs/decisions/contact-indexes.md).
 */
function hasOwnSort({ search, match: _, ...conditions }: ListConditionsInput, sort: Sort): boolean {
  const facets = ['tag', 'value', 'hasValue', 'import'].some((name) => name in conditions);
  return search !== undefined || (facets && sort.endsWith('name'));
}

/** The bounds of a scan when its condition does not narrow it: every entry of the account. */
const ALL = expect.arrayContaining([
  expect.stringMatching(/^[[(](MinKey|MaxKey|""|\{\}), (MinKey|MaxKey|""|\{\})[\])]$/),
]);
const WHOLE_ACCOUNT = { narrowest: ALL };

async function insertAccount(connection: mongoose.Connection): Promise<AccountRef> {
  const model = connection.model(accountDefinition.name, accountDefinition.schema);
  return new AccountsRepository(model as never).insert({
    _id: uuidv7(),
    organisationId: uuidv7(),
    phoneNumber: '1',
    phoneNumberId: '1',
    displayName: 'A',
    status: 'active',
    createdAt: new Date(),
  });
}

/** The same contact in the campaigns service's view. */
function makeMember(account: AccountRef, index: number): AudienceRecord {
  const { _id, accountId, phone, rev, tags, facets, terms, reversedPhone } = makeContact(account, index);
  return { _id, accountId, phone, rev, standing: 'reachable', tags, facets, terms, reversedPhone };
}

/**
 * Every second contact is `even`, all but every fiftieth are `common`; one in 30 is rare in every way, spread evenly.
 */
function makeContact(account: AccountRef, index: number): ContactRecord {
  const isRare = index % RARE_EVERY === 0;
  const phone = String(34600000000 + index * 7);
  const state = {
    name: isRare ? `Zoe Perez ${index}` : `Person ${(index * 7919) % CONTACTS}`,
    tags: [...(index % 50 === 25 ? [] : ['common']), ...(index % 2 === 0 ? ['even'] : []), ...(isRare ? ['rare'] : [])],
    values: [
      { name: 'city', value: isRare ? 'rare' : `city ${index % 9}` },
      ...(isRare ? [{ name: 'seldom', value: 'x' }] : []),
    ],
  };
  const writtenAt = new Date(isRare ? '2026-11-22T10:15:00Z' : '2026-11-22T10:14:59Z');
  return {
    _id: contactId(account, phone),
    accountId: account.id,
    phone,
    ...state,
    ...contactKeys(phone, state, isRare ? RARE_IMPORT : undefined),
    rev: 1,
    createdAt: writtenAt,
    updatedAt: writtenAt,
    changedBy: { kind: 'user', id: account.id },
    lastImport: isRare ? { id: RARE_IMPORT, row: 2, outcome: 'created' } : null,
  };
}
