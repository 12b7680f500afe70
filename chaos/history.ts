import { isDeepStrictEqual } from 'node:util';
import type { ChangedBy, EventPayload } from '#contracts';
import { stateText } from './rules.js';

/** The end of an import, as its event says. */
export type Finish = Pick<EventPayload<'ImportFinished'>, 'status' | 'rows' | 'counts'>;

/**
 * What a subscriber was told: every revision of every contact, and how imports ended. A run has a million revisions, so
 * each is a few numbers and one short text, and nothing of the messages is kept.
 */
export class History {
  /** How much was received again, which is allowed. */
  repeats = 0;
  /** Revisions that came again with another state or writer. */
  readonly differing: string[] = [];
  /** The different ends of each import that were announced. An import whose dead letters are replayed ends again. */
  readonly finishes = new Map<string, Finish[]>();
  /** How many contacts lost a value because its column was blank, by import and name of the value. */
  readonly removals = new Map<string, Map<string, number>>();

  /** By contact. */
  readonly accountIds: string[] = [];
  readonly phones: string[] = [];
  /** By contact: its revision that came last; then by revision: the one that came before it, or -1. */
  private readonly heads: number[] = [];
  private readonly previous: number[] = [];
  /** By revision. The row is 0 for writers other than imports. */
  readonly numbers: number[] = [];
  readonly states: string[] = [];
  readonly rows: number[] = [];
  private readonly writers: number[] = [];

  /** What changed contacts: `import 0197…` or `key 0197…`. */
  private readonly writerNames: string[] = [];
  private readonly writerIndexes = new Map<string, number>();
  private readonly contacts = new Map<string, Map<string, number>>();

  /** Takes an event from a webhook. Other events than those about contacts and imports are ignored. */
  take(event: string, data: unknown): void {
    if (event === 'ContactChanged') this.takeContacts(data as EventPayload<'ContactChanged'>);
    if (event === 'ValueRemoved') this.takeRemoval(data as EventPayload<'ValueRemoved'>);
    if (event === 'ImportFinished') this.takeFinish(data as EventPayload<'ImportFinished'>);
  }

  contactOf(accountId: string, phone: string): number | undefined {
    return this.contacts.get(accountId)?.get(phone);
  }

  writerOf(revision: number): string {
    return this.writerNames[this.writers[revision]!]!;
  }

  /** The revisions of a contact, sorted by their numbers. */
  revisionsOf(contact: number): number[] {
    const revisions: number[] = [];
    for (let at = this.heads[contact]!; at !== -1; at = this.previous[at]!) revisions.push(at);
    return revisions.sort((a, b) => this.numbers[a]! - this.numbers[b]!);
  }

  private takeContacts({ accountId, contacts }: EventPayload<'ContactChanged'>): void {
    let known = this.contacts.get(accountId);
    if (!known) this.contacts.set(accountId, (known = new Map<string, number>()));
    for (const { phone, revision, changedBy, ...shown } of contacts) {
      let contact = known.get(phone);
      if (contact === undefined) {
        contact = this.phones.push(phone) - 1;
        this.accountIds.push(accountId);
        this.heads.push(-1);
        known.set(phone, contact);
      }
      this.add(contact, revision, stateText(shown), changedBy);
    }
  }

  private add(contact: number, number: number, state: string, changedBy: ChangedBy): void {
    const writer = this.indexOfWriter(`${changedBy.kind} ${changedBy.id}`);
    const row = changedBy.kind === 'import' ? changedBy.row : 0;
    for (let at = this.heads[contact]!; at !== -1; at = this.previous[at]!) {
      if (this.numbers[at] !== number) continue;
      this.repeats++;
      if (this.states[at] === state && this.writers[at] === writer && this.rows[at] === row) return;
      const first = `${this.writerOf(at)} row ${this.rows[at]} ${this.states[at]}`;
      const contactName = `${this.accountIds[contact]}/${this.phones[contact]}`;
      this.differing.push(
        `${contactName} revision ${number}: ${first}, and then ${this.writerNames[writer]} row ${row} ${state}`,
      );
      return;
    }
    this.previous.push(this.heads[contact]!);
    this.heads[contact] = this.numbers.push(number) - 1;
    this.states.push(state);
    this.rows.push(row);
    this.writers.push(writer);
  }

  private indexOfWriter(name: string): number {
    const known = this.writerIndexes.get(name);
    if (known !== undefined) return known;
    const index = this.writerNames.push(name) - 1;
    this.writerIndexes.set(name, index);
    return index;
  }

  private takeRemoval({ importId, name, contacts }: EventPayload<'ValueRemoved'>): void {
    const ofImport = this.removals.get(importId) ?? new Map<string, number>();
    this.removals.set(importId, ofImport);
    const known = ofImport.get(name);
    if (known === undefined) ofImport.set(name, contacts);
    else if (known !== contacts)
      this.differing.push(`import ${importId} removed ${name} from ${known} contacts, and then from ${contacts}`);
    else this.repeats++;
  }

  private takeFinish({ importId, status, rows, counts }: EventPayload<'ImportFinished'>): void {
    const known = this.finishes.get(importId) ?? [];
    const finish = { status, rows, counts };
    if (known.some((other) => isDeepStrictEqual(other, finish))) this.repeats++;
    else this.finishes.set(importId, [...known, finish]);
  }
}
