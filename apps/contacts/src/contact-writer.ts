import { Injectable } from '@nestjs/common';
import type { ContactState } from '#contact-rules';
import type { ChangedBy, ChangeOrder, ContactChanged, ContactErased, OptOut, Reachability } from '#contracts';
import type { Transaction } from '#messaging';
import { contactId, contactKeys, type AccountRef, type ContactRecord, type KnownContact } from '#persistence';
import { contactChange } from './contact-change.js';
import { groupsBySize } from './contact-size.js';
import { isNew, marksToStore, stamped, withMark } from './opt-out-marks.js';
import { WritableContactChangesRepository } from './writable-contact-changes.repository.js';
import { WritableContactsRepository } from './writable-contacts.repository.js';
import { WritableOptOutsRepository } from './writable-opt-outs.repository.js';

/**
 * The desired state of a contact. Without `reachability` or `optOut`, these stay as they are. `erases`: nothing of what the
 * contact was may be kept.
 */
type IntendedState = ContactState & { reachability?: Reachability | null; erases?: true };

/**
 * A desired change of one contact. `decide` gets the contact's current state, or null and the mark that a contact with this
 * number would have, and returns the desired state, or null when nothing should change.
 */
export interface Intention {
  phone: string;
  changedBy: ChangedBy;
  /** The order of which it is a part. */
  order?: ChangeOrder;
  /** The person or program that ordered the import whose row sets a mark for all accounts. */
  orderedBy?: ChangedBy;
  /** The row's statement, by {@link statementHash}. */
  statementHash?: string;
  decide: (existing: KnownContact | null, mark?: OptOut) => IntendedState | null;
}

/** The fields of a contact that are published. */
export const ANNOUNCED = [
  'phone',
  'rev',
  'name',
  'tags',
  'values',
  'changedBy',
  'reachability',
  'optOut',
  'takenBack',
] as const;
export type AnnouncedContact = Pick<ContactRecord, (typeof ANNOUNCED)[number]>;

/** The size of an event, in bytes. */
const EVENT_BYTES = 4 * 1024 * 1024;

/** How often a transaction is repeated with all its contacts. */
const WHOLE_REPETITIONS = 3;

/** Writes contacts and publishes what changed, in the transaction of the caller. Only this class writes contacts. */
@Injectable()
export class ContactWriter {
  constructor(
    private readonly contacts: WritableContactsRepository,
    private readonly optOuts: WritableOptOutsRepository,
    private readonly history: WritableContactChangesRepository,
  ) {}

  /**
   * Reads the contacts, decides, writes those that should change and publishes them. If somebody else changes one of
   * them meanwhile, the whole transaction is run again.
   * A transaction with many contacts takes long, and somebody who changes one contact after another may overtake it
   * again and again. So after a few repetitions each has half as many contacts as the one before.
   * @param all the intentions, sorted by phone, with different phones
   * @param absent phones that had no contact a moment ago, and so need not be read. If one has been created meanwhile,
   *   the transaction is run again; then do not pass it any more.
   * @returns the number of contacts changed, and the number of intentions carried out. These are the first ones, and
   *   not all when the others should have their own transaction: because the contacts are large, or because this one
   *   has been repeated often.
   */
  async write(
    { session, repetition, publish }: Transaction,
    account: AccountRef,
    all: readonly Intention[],
    absent: ReadonlySet<string> = new Set(),
  ): Promise<{ changed: number; done: number }> {
    const intentions = all.slice(0, Math.ceil(all.length / 2 ** Math.max(0, repetition - WHOLE_REPETITIONS)));
    const phones = intentions.flatMap(({ phone }) => (absent.has(phone) ? [] : [phone]));
    const { slice, isAll } =
      phones.length > 0 ? await this.contacts.readFirstByPhones(account, phones, session) : { slice: [], isAll: true };
    const known = new Map(slice.map((contact) => [contact.phone, contact]));
    const inReach = isAll ? intentions : intentions.filter(({ phone }) => phone <= slice.at(-1)!.phone);
    const now = new Date();
    // A number that must not be contacted from any account may become a contact of this one only now, or be marked again.
    const marks = await this.optOuts.find(
      account,
      inReach.flatMap(({ phone }) => (known.has(phone) ? [] : [phone])),
      session,
    );
    const changes = inReach.flatMap((intention) => {
      const before = known.get(intention.phone) ?? null;
      const state = intention.decide(before, marks.get(intention.phone));
      return state ? [{ intention, before, state }] : [];
    });
    const marked = changes.filter(({ before, state }) => before && isNew(state.optOut));
    const phonesMarked = marked.map(({ intention }) => intention.phone);
    for (const [phone, mark] of await this.optOuts.find(account, phonesMarked, session)) marks.set(phone, mark);
    const writes = changes.map(({ intention, before, state: decided }) => {
      const state = withMark(decided, marks.get(intention.phone));
      const record = toRecord(account, intention, before, state, now);
      const change = before && !state.erases ? [contactChange(account, intention.order, before, record)] : [];
      return { record, change, marks: marksToStore(account, intention, before, state, record) };
    });
    const records = writes.map(({ record }) => record);
    await this.contacts.write(account, records, session);
    await this.history.insert(
      writes.flatMap(({ change }) => change),
      session,
    );
    await this.optOuts.store(
      writes.flatMap((write) => write.marks),
      session,
    );
    for (const event of changedEvents(account, records)) await publish('ContactChanged', event);
    const erased = changes.flatMap(({ intention, state }) => (state.erases ? [intention.phone] : []));
    if (erased.length > 0) {
      await this.history.removeOf(account, erased, session);
      await publish('ContactErased', erasedEvent(account, records, new Set(erased)));
    }
    return { changed: records.length, done: inReach.length };
  }
}

/** Events with the current state of these contacts, none larger than subscribers and MongoDB can take. */
export function changedEvents(account: AccountRef, records: readonly AnnouncedContact[]): ContactChanged[] {
  return groupsBySize(records, EVENT_BYTES).map((group) => ({
    organisationId: account.organisationId,
    accountId: account.id,
    contacts: group.map(({ phone, rev, name, tags, values, changedBy, reachability, optOut, takenBack }) => ({
      phone,
      revision: rev,
      name,
      tags,
      values,
      changedBy,
      ...(reachability && { reachability: { status: reachability.status, reason: reachability.reason } }),
      ...(optOut && { optOut }),
      ...(takenBack && { takenBack }),
    })),
  }));
}

function erasedEvent(
  { id: accountId, organisationId }: AccountRef,
  records: readonly ContactRecord[],
  erased: ReadonlySet<string>,
): ContactErased {
  const contacts = records.filter(({ phone }) => erased.has(phone));
  return {
    organisationId,
    accountId,
    contacts: contacts.map(({ phone, rev, updatedAt }) => ({
      phone,
      revision: rev,
      erasedAt: updatedAt.toISOString(),
    })),
  };
}

function toRecord(
  account: AccountRef,
  { phone, changedBy, statementHash }: Intention,
  before: KnownContact | null,
  state: IntendedState,
  now: Date,
): ContactRecord {
  const reachability = state.reachability === undefined ? before?.reachability : state.reachability;
  const optOut = state.optOut === undefined ? before?.optOut : stamped(state.optOut, changedBy, now);
  const lastImport =
    changedBy.kind === 'import'
      ? ({ id: changedBy.id, row: changedBy.row, outcome: before ? 'updated' : 'created' } as const)
      : (!state.erases && before?.lastImport) || null;
  return {
    _id: contactId(account, phone),
    accountId: account.id,
    phone,
    name: state.name,
    tags: state.tags,
    values: state.values,
    ...contactKeys(phone, { ...state, optOut }, lastImport?.id),
    rev: (before?.rev ?? 0) + 1,
    createdAt: before?.createdAt ?? now,
    updatedAt: now,
    changedBy,
    ...(reachability !== undefined && { reachability }),
    ...(optOut !== undefined && { optOut }),
    ...((state.takenBack || before?.takenBack) && { takenBack: state.takenBack ?? false }),
    lastImport,
    statementHash: statementHash ?? null,
  };
}
