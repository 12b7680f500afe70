import { describe, expect, it } from 'vitest';
import { EVENTS, type ContactChanged, type EventName, type OptOut } from '#contracts';
import fc from 'fast-check';
import { checkPayload } from './check-payload.js';

const ID = '01980000-0000-7000-8000-000000000001';
const ids = { organisationId: ID, accountId: ID };
const person = { phone: '447700900001', name: 'Jane', tags: ['cat'], values: [{ name: 'city', value: 'London' }] };
const MARK: OptOut = {
  scope: 'account',
  at: '2026-11-30T10:15:00.000Z',
  by: { kind: 'import', id: ID, row: 2 },
  reason: null,
};
const changed: ContactChanged = {
  ...ids,
  contacts: [
    { ...person, revision: 1, changedBy: { kind: 'import', id: ID, row: 2 } },
    { ...person, revision: 2, changedBy: { kind: 'user', id: ID }, reachability: { status: 'unusable', reason: 'x' } },
    { ...person, revision: 3, changedBy: { kind: 'key', id: ID }, reachability: null },
    { ...person, revision: 4, changedBy: { kind: 'key', id: ID }, optOut: MARK },
  ],
};
const counts = { created: 1, updated: 0, unchanged: 2, duplicate: 3, rejected: 4, unprocessed: 0 };

/** An example payload of each event. */
const PAYLOADS: { [E in EventName]: object } = {
  ContactUpserted: {
    ...ids,
    importId: ID,
    batch: 0,
    options: { blankCells: 'keep', tagsMode: 'replace', optOut: 'clear' },
    unchanged: 3,
    rows: [
      { ...person, row: 2, isNew: true },
      { ...person, row: 3, tags: null, values: [{ name: 'city', value: null }] },
      { ...person, row: 4, optOut: 'yes' },
    ],
  },
  ColumnsFoundBlank: { ...ids, importId: ID, batch: 1, names: ['city'] },
  ContactChanged: changed,
  ValueRemoved: { ...ids, importId: ID, name: 'city', contacts: 3 },
  ImportFinished: { ...ids, importId: ID, status: 'completed', rows: 10, counts },
  ContactErased: { ...ids, contacts: [{ phone: person.phone, revision: 2, erasedAt: '2026-11-22T10:15:00.000Z' }] },
  AuditEntryAdded: {
    organisationId: ID,
    entry: {
      ...{ id: ID, at: '2026-11-22T10:15:00.000Z', actor: { kind: 'user', id: ID }, action: 'session.began' },
      ...{ targets: [ID], requestId: 'r', sequence: 1, previousHash: '0'.repeat(64), hash: 'a'.repeat(64) },
    },
  },
};
const events = Object.entries(PAYLOADS) as [EventName, object][];

/** Values that could be in a payload by mistake: some almost valid, some entirely wrong. */
const anything = fc.oneof(
  fc.constantFrom<unknown>(
    undefined,
    null,
    '',
    ' ',
    ID,
    ID.slice(1),
    'import',
    '447700900001',
    '0447700900001',
    'clear',
  ),
  fc.constantFrom<unknown>(0, 1, -1, 1.5, NaN, Infinity, 2 ** 53, [], {}, ['a'], [null], new Date(0)),
  fc.string(),
  fc.anything(),
);

/** The payload with one place changed, removed or added. */
function altered(payload: object): fc.Arbitrary<unknown> {
  const change = fc.record({ at: fc.nat(), key: fc.string(), value: anything, how: fc.constantFrom(set, remove, add) });
  return change.map(({ at, key, value, how }) => {
    const copy = JSON.parse(JSON.stringify(payload)) as Place;
    const places = [...placesIn(copy)];
    how(...places[at % places.length]!, key, value);
    return copy;
  });
}

type Place = Record<string, unknown> | unknown[];

function* placesIn(parent: Place): Generator<[parent: Place, name: string]> {
  for (const [name, child] of Object.entries(parent)) {
    yield [parent, name];
    if (typeof child === 'object' && child !== null) yield* placesIn(child as Place);
  }
}

function set(parent: Place, name: string, _: string, value: unknown): void {
  Reflect.set(parent, name, value);
}

function remove(parent: Place, name: string): void {
  if (Array.isArray(parent)) parent.splice(Number(name), 1);
  else delete parent[name];
}

function add(parent: Place, _: string, key: string, value: unknown): void {
  if (Array.isArray(parent)) parent.push(value);
  else parent[key] = value;
}

function outcomeOf(check: () => unknown): unknown {
  try {
    return { taken: check() };
  } catch (error) {
    return { refused: (error as Error).message };
  }
}

describe('checkPayload', () => {
  it.each(events)('accepts %s unchanged', (event, payload) => {
    expect(checkPayload(event, payload)).toBe(payload);
  });

  it.each(events)('agrees with the contract about a changed %s', (event, payload) => {
    fc.assert(
      fc.property(altered(payload), (changed) => {
        const asContract = outcomeOf(() => EVENTS[event].payload.parse(changed));
        expect(outcomeOf(() => checkPayload(event, changed))).toEqual(asContract);
      }),
      { numRuns: 1000 },
    );
  });

  it('removes fields that a later version adds', () => {
    const [contact] = changed.contacts;
    const later = { ...changed, contacts: [{ ...contact!, language: 'en' }], version: 2 };
    expect(checkPayload('ContactChanged', later)).toEqual({ ...changed, contacts: [contact] });
  });
});
