import { stateText, keyOf } from '../rules.js';
import type { Evidence } from './evidence.js';
import { Cases, inDigits, type Finding } from './check.js';
import type { Chronicle } from './chronicle.js';

/** Longer facets are shortened to a hash. */
const FACET_BYTES = 192;

interface Seen {
  accountId: string;
  phone: string;
  rev: number;
}

/** Checks that every contact, and the campaigns' view of it, is what its last revision says. */
export async function checkStored({ accountIds, stored }: Evidence, chronicle: Chronicle): Promise<Finding[]> {
  const [contacts, view] = [new Copy(chronicle), new Copy(chronicle)];
  for (const accountId of accountIds) {
    for await (const { name, tags, values, optOut, changedBy, facets, ...record } of stored.contacts(accountId)) {
      const place = contacts.match(record);
      if (place === null) continue;
      const shown = stateText({ name, tags, values, optOut });
      const by = `${changedBy.kind} ${changedBy.id}`;
      contacts.expect(place, 'state', shown, chronicle.textAt(place));
      contacts.expect(place, 'writer', by, chronicle.writerAt(place));
      const ofImport = record.lastImport ? [`i:${record.lastImport.id}`] : [];
      const others = [...(optOut ? ['o:yes'] : []), ...ofImport];
      contacts.expect(place, 'facets', facetText(facets), facetText([...facetsOf({ tags, values }), ...others]));
    }
    for await (const { standing, tags, facets, ...record } of stored.audience(accountId)) {
      const place = view.match(record);
      if (place === null) continue;
      const { name: _, ...state } = chronicle.stateAt(place);
      view.expect(place, 'tags', facetText(tags.map(keyOf)), facetText([...state.tags]));
      const values = Array.from(state.values, ([name, value]) => ({ name, value }));
      view.expect(place, 'facets', facetText(facets), facetText(facetsOf({ tags: [...state.tags], values })));
      const isEmpty = state.tags.size + state.values.size === 0;
      const expected = state.optedOut ? 'opted_out' : isEmpty ? 'no_tag_or_value' : 'reachable';
      view.expect(place, 'standing', standing, expected);
    }
  }
  return [
    contacts.finding('Each contact is what its last writer made it; none lost, none doubled'),
    view.finding('The campaigns’ view ends at the last revision of each contact'),
  ];
}

/** A collection that should have the last revision of each contact once. */
class Copy {
  private readonly cases = new Cases();
  private readonly seen: Uint8Array;
  private documents = 0;

  constructor(private readonly chronicle: Chronicle) {
    this.seen = new Uint8Array(chronicle.contacts);
  }

  /** @returns the place of the contact's last revision, or null when the document has another one */
  match({ accountId, phone, rev }: Seen): number | null {
    this.documents++;
    const { chronicle, cases } = this;
    const contact = chronicle.history.contactOf(accountId, phone);
    if (contact === undefined) {
      cases.add(() => `${accountId}/${phone} revision ${rev} was never announced`);
      return null;
    }
    if (this.seen[contact] === 1) cases.add(() => `${accountId}/${phone} is there twice`);
    this.seen[contact] = 1;
    const place = chronicle.starts[contact + 1]! - 1;
    if (chronicle.numberAt(place) === rev) return place;
    cases.add(() => `it has revision ${rev}: ${chronicle.lately(contact)}`);
    return null;
  }

  expect(place: number, what: string, is: string, should: string): void {
    if (is !== should) this.cases.add(() => `${what} ${is}, not ${should}: ${this.chronicle.around(place)}`);
  }

  finding(promise: string): Finding {
    for (let contact = 0; contact < this.chronicle.contacts; contact++)
      if (this.seen[contact] === 0) this.cases.add(() => `it is missing: ${this.chronicle.lately(contact)}`);
    return this.cases.finding(promise, `${inDigits(this.documents)} of ${inDigits(this.chronicle.contacts)} contacts`);
  }
}

interface Faceted {
  tags: readonly string[];
  values: readonly { name: string; value: string }[];
}

function facetsOf({ tags, values }: Faceted): string[] {
  return [
    ...tags.map((tag) => `t:${keyOf(tag)}`),
    ...values.flatMap(({ name, value }) => {
      const escaped = keyOf(name).replace(/[\\=]/g, '\\$&');
      return [`v:${escaped}`, `v:${escaped}=${keyOf(value)}`];
    }),
  ];
}

/** As one text, without those that are shortened. */
function facetText(facets: readonly string[]): string {
  const isWhole = (facet: string) => !/^[tv]#/.test(facet) && Buffer.byteLength(facet) <= FACET_BYTES;
  return JSON.stringify(facets.filter(isWhole).sort());
}
