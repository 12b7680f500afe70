import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { matchesFilter, OPT_OUT_FACET, standingOf, type ContactState } from '#contact-rules';
import { conditionsSchema, type ContactChanged, type ConditionsInput } from '#contracts';
import { EventPublisher } from '#messaging';
import { contactKeys, type AccountRef, type AudienceRecord, type ContactRecord } from '#persistence';
import { AudienceView } from '../../apps/campaigns/src/audience-view.js';
import { WritableAudienceRepository } from '../../apps/campaigns/src/writable-audience.repository.js';
import { ContactWriter, type Intention } from '../../apps/contacts/src/contact-writer.js';
import { WritableContactChangesRepository } from '../../apps/contacts/src/writable-contact-changes.repository.js';
import { WritableContactsRepository } from '../../apps/contacts/src/writable-contacts.repository.js';
import { WritableOptOutsRepository } from '../../apps/contacts/src/writable-opt-outs.repository.js';
import { startInside, type Inside } from '../support/inside.js';

const PHONES = Array.from({ length: 12 }, (_, index) => `3460000${String(index * 1117).padStart(5, '0')}`);
const SEGMENTS: ConditionsInput[] = [
  { tag: ['dog'] },
  { tag: ['DOG', 'vip'] },
  { tag: ['dog', 'vip'], match: 'any' },
  { notTag: ['dog'] },
  { hasValue: ['city'], notTag: ['vip'] },
  { value: ['city:london'] },
  { notValue: ['city:London'], search: 'ana' },
  { notHasValue: ['city'], search: '1117' },
  { tag: ['dog'], search: '34600001' },
];

interface Happening {
  phones: string[];
  becomes: ContactState | null;
  status: 'usable' | 'unusable' | null;
}

const state = fc.record({
  name: fc.constantFrom('Jane', 'Ana María', 'Li'),
  tags: fc.uniqueArray(fc.constantFrom('dog', 'cat', 'vip'), { maxLength: 2 }),
  values: fc.uniqueArray(
    fc.record({ name: fc.constantFrom('city', 'gender'), value: fc.constantFrom('London', 'Madrid') }),
    { maxLength: 2, selector: ({ name }) => name },
  ),
  optOut: fc.constantFrom(null, null, { scope: 'account' as const }),
});
const status = fc.option(fc.constantFrom('usable' as const, 'unusable' as const));
/** One change of several contacts: they get a new state, or lose a value, as by a column that is blank throughout. */
const happening = fc.record({
  phones: fc.subarray(PHONES, { minLength: 1 }),
  becomes: fc.option(state, { freq: 3 }),
  status,
});

/** Real MongoDB and Redis. The contacts service's own writer writes the contacts, which are the reference here. */
describe("the campaigns service's view", () => {
  let inside: Inside;

  beforeAll(async () => {
    inside = await startInside([
      ContactWriter,
      WritableContactChangesRepository,
      WritableContactsRepository,
      WritableOptOutsRepository,
      AudienceView,
      WritableAudienceRepository,
    ]);
  }, 60_000);
  afterAll(() => inside?.stop());

  it('equals the contacts, whatever the order of their events and however often they arrive', async () => {
    const history = fc.array(happening, { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(history, fc.infiniteStream(fc.nat()), async (happenings, random) => {
        const account = await inside.newAccount();
        for (const one of happenings) await happen(account, one);
        const events = shuffledAndRepeated(await eventsOf(account), random);
        const view = inside.app.get(AudienceView);
        // Several at a time, like the service.
        for (let at = 0; at < events.length; at += 4)
          await Promise.all(events.slice(at, at + 4).map((event) => view.take(event)));

        const contacts = await contactsOf(account);
        expect(await viewOf(account)).toEqual(contacts.map(expectedMember));
        for (const input of SEGMENTS) await expectSegment(account, contacts, input);
      }),
      { numRuns: 12, seed: 9 },
    );
  }, 120_000);

  it('reads the phones of a segment in order, continuing where it stopped', async () => {
    const account = await inside.newAccount();
    const members = Array.from({ length: 300 }, (_, index) => memberOf(account, index));
    await inside.app.get(WritableAudienceRepository).apply(members);
    for (const segment of [{ tag: ['rare'] }, { tag: ['common', 'rare'] }, { value: ['city:rare'] }]) {
      const phones: string[] = [];
      const page = { afterPhone: members[99]!.phone, batchSize: 2 };
      for await (const batch of inside.app
        .get(WritableAudienceRepository)
        .phones(account, conditionsSchema.parse(segment), page))
        phones.push(...batch);
      expect(phones).toEqual([members[100]!.phone, members[200]!.phone]);
    }
  });

  async function happen(account: AccountRef, { phones, becomes, status: reported }: Happening) {
    const writer = inside.app.get(ContactWriter);
    const reachability = reported && {
      reachability: { status: reported, reason: null, reportedAt: new Date().toISOString() },
    };
    const intentions = phones.map((phone): Intention => ({
      phone,
      changedBy: { kind: 'user', id: account.id },
      decide: (existing) => {
        const next =
          becomes ?? (existing && { ...existing, values: existing.values.filter(({ name }) => name !== 'city') });
        return next && { ...next, ...reachability };
      },
    }));
    await inside.app.get(EventPublisher).transaction((transaction) => writer.write(transaction, account, intentions));
  }

  async function eventsOf(account: AccountRef): Promise<ContactChanged[]> {
    const records = await inside.db
      .collection('outbox')
      .find({ accountId: account.id }, { promoteBuffers: true })
      .toArray();
    return records.map(({ payload }) => JSON.parse(String(payload)) as ContactChanged);
  }

  function contactsOf(account: AccountRef): Promise<ContactRecord[]> {
    const contacts = inside.db.collection<ContactRecord>('contacts');
    return contacts.find({ accountId: account.id }).sort({ _id: 1 }).toArray();
  }

  function viewOf(account: AccountRef): Promise<AudienceRecord[]> {
    const audience = inside.db.collection<AudienceRecord>('audience');
    return audience.find({ accountId: account.id }).sort({ _id: 1 }).toArray();
  }

  async function expectSegment(account: AccountRef, contacts: ContactRecord[], input: ConditionsInput) {
    const segment = conditionsSchema.parse(input);
    const audience = inside.app.get(WritableAudienceRepository);
    const matching = contacts.filter((contact) => matchesFilter(contact, segment));
    const standing = (wanted: string) =>
      matching.filter((contact) => standingOf(contact, contact.reachability) === wanted).map(({ phone }) => phone);
    const phones: string[] = [];
    for await (const batch of audience.phones(account, segment, { afterPhone: '', batchSize: 5 }))
      phones.push(...batch);
    expect(phones).toEqual(standing('reachable'));
    expect(await audience.standings(account, segment)).toEqual({
      reachable: phones.length,
      opted_out: standing('opted_out').length,
      taken_back: 0,
      no_tag_or_value: standing('no_tag_or_value').length,
      unusable_number: standing('unusable_number').length,
    });
  }
});

function expectedMember(contact: ContactRecord): AudienceRecord {
  const { _id, accountId, phone, rev, tags, facets, terms, reversedPhone } = contact;
  const standing = standingOf(contact, contact.reachability);
  const ofPeople = facets.filter((facet) => facet !== OPT_OUT_FACET);
  return { _id, accountId, phone, rev, standing, tags, facets: ofPeople, terms, reversedPhone };
}

function memberOf(account: AccountRef, index: number): AudienceRecord {
  const phone = String(34600000000 + index * 7);
  const isRare = index % 100 === 0;
  const tags = ['common', ...(isRare ? ['rare'] : [])];
  const { facets, terms, reversedPhone } = contactKeys(phone, {
    name: 'Jane',
    tags,
    values: [{ name: 'city', value: isRare ? 'rare' : 'common' }],
  });
  const ids = { _id: `${account.id}/${phone}`, accountId: account.id, phone };
  return { ...ids, rev: 1, standing: 'reachable', tags, facets, terms, reversedPhone };
}

/** Each event one to three times, in a random order. */
function shuffledAndRepeated<T>(events: T[], random: Iterator<number>): T[] {
  const next = (): number => random.next().value as number;
  return events
    .flatMap((event) => Array.from({ length: 1 + (next() % 3) }, () => event))
    .map((event) => ({ event, key: next() }))
    .sort((a, b) => a.key - b.key)
    .map(({ event }) => event);
}
