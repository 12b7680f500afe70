import { Injectable } from '@nestjs/common';
import type { ContactState } from '#contact-rules';
import type { ChangedBy, ContactChanged, Reachability, ServiceName } from '#contracts';
import { EventPublisher } from '#messaging';
import { contactId, contactKeys, type AccountRef, type ContactRecord, type KnownContact } from '#persistence';
import { setTimeout as sleep } from 'node:timers/promises';
import { WritableContactsRepository } from './writable-contacts.repository.js';

/** The desired state of a contact. Without `reachability`, that stays as it is: files do not contain it. */
type IntendedState = ContactState & { reachability?: Reachability | null };

/**
 * A desired change of one contact. `decide` gets the contact's current state (null: no contact) and returns the desired
 * state, or null when nothing should change. It is called again when another write came first.
 */
export interface Intention {
  phone: string;
  changedBy: ChangedBy;
  /** The row's statement, by {@link statementHash}. */
  statementHash?: string;
  decide: (existing: KnownContact | null) => IntendedState | null;
}

/** The fields of a contact that are published. */
export const ANNOUNCED = ['phone', 'rev', 'name', 'tags', 'values', 'changedBy', 'reachability'] as const;
export type AnnouncedContact = Pick<ContactRecord, (typeof ANNOUNCED)[number]>;

/**
 * Rounds of read, merge and write before the whole batch is retried. Each lost race means that another writer
 * succeeded.
 */
const MAX_ROUNDS = 10;

/** Carries out intentions by compare-and-set, and publishes what changed. Only this class writes contacts. */
@Injectable()
export class ContactWriter {
  constructor(
    private readonly contacts: WritableContactsRepository,
    private readonly publisher: EventPublisher,
  ) {}

  /**
   * Reads the contacts, decides, and writes those that nobody else changed meanwhile. Repeats this for the others. Does
   * not publish: see {@link announce}.
   * @param absent phones that had no contact a moment ago, and so are not read in the first round
   * @returns the contacts as written
   */
  async write(
    account: AccountRef,
    intentions: readonly Intention[],
    absent: ReadonlySet<string> = new Set(),
  ): Promise<ContactRecord[]> {
    const written: ContactRecord[] = [];
    let pending = [...intentions];
    for (let round = 0; pending.length > 0; round++) {
      if (round === MAX_ROUNDS) throw new Error(`lost the race for ${pending.length} contacts ${MAX_ROUNDS} times`);
      // A longer random pause after each lost round, so that the same one does not lose again and again.
      if (round > 0) await sleep(Math.random() * 2 ** round);
      const looked = round === 0 ? pending.filter(({ phone }) => !absent.has(phone)) : pending;
      const existing = await this.read(account, looked);
      const now = new Date();
      const writes = pending.flatMap((intention) => {
        const before = existing.get(intention.phone) ?? null;
        const state = intention.decide(before);
        return state
          ? [{ readRev: before?.rev ?? null, record: toRecord(account, intention, before, state, now) }]
          : [];
      });
      const lost = new Set((await this.contacts.write(writes)).map(({ record }) => record.phone));
      written.push(...writes.filter(({ record }) => !lost.has(record.phone)).map(({ record }) => record));
      pending = pending.filter(({ phone }) => lost.has(phone));
    }
    return written;
  }

  /** Publishes the current state of these contacts. Publishing it twice does no harm. */
  async announce(account: AccountRef, records: readonly KnownContact[]): Promise<void> {
    if (records.length === 0) return;
    await this.publisher.publish('ContactChanged', changedEvent(account, records));
  }

  /**
   * Publishes the current state of these contacts for one subscriber only.
   * @returns the event's id in the outbox
   */
  announceTo(subscriber: ServiceName, account: AccountRef, records: readonly AnnouncedContact[]): Promise<string> {
    return this.publisher.publishTo(subscriber, 'ContactChanged', changedEvent(account, records));
  }

  private async read(account: AccountRef, intentions: readonly Intention[]): Promise<Map<string, KnownContact>> {
    if (intentions.length === 0) return new Map();
    const records = await this.contacts.findByPhones(
      account,
      intentions.map(({ phone }) => phone),
    );
    return new Map(records.map((record) => [record.phone, record]));
  }
}

function changedEvent(account: AccountRef, records: readonly AnnouncedContact[]): ContactChanged {
  return {
    organisationId: account.organisationId,
    accountId: account.id,
    contacts: records.map(({ phone, rev, name, tags, values, changedBy, reachability }) => ({
      phone,
      revision: rev,
      name,
      tags,
      values,
      changedBy,
      ...(reachability && { reachability: { status: reachability.status, reason: reachability.reason } }),
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
  const reachability = state.reachability ?? before?.reachability;
  const lastImport =
    changedBy.kind === 'import'
      ? ({ id: changedBy.id, row: changedBy.row, outcome: before ? 'updated' : 'created' } as const)
      : (before?.lastImport ?? null);
  return {
    _id: contactId(account, phone),
    accountId: account.id,
    phone,
    name: state.name,
    tags: state.tags,
    values: state.values,
    ...contactKeys(phone, state, lastImport?.id),
    rev: (before?.rev ?? 0) + 1,
    createdAt: before?.createdAt ?? now,
    updatedAt: now,
    changedBy,
    ...(reachability && { reachability }),
    lastImport,
    statementHash: statementHash ?? null,
  };
}
