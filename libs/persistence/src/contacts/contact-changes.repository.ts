import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Collection } from 'mongodb';
import { Model } from 'mongoose';
import type { ContactChanges } from '#contracts';
import { contactChangeDefinition, type ContactChangeRecord } from './contact-change.schema.js';
import { contactId } from './contacts.repository.js';
import { readFirstSlice, readSlices } from './read-slices.js';
import type { AccountRef } from '../accounts/scope.js';

/** How many changes are read at a time. */
const SCAN_CHANGES = 500;

/** What one import or order did to a contact. */
export interface ChangesOfContact {
  phone: string;
  /** Whether it created the contact. */
  isCreator: boolean;
  /** Its changes, by revision. */
  own: { rev: number; changes: ContactChanges }[];
}

/** Reads how contacts changed. Only the contacts service writes this. */
@Injectable()
export class ContactChangesRepository {
  protected readonly collection: Collection<ContactChangeRecord>;

  constructor(@InjectModel(contactChangeDefinition.name) protected readonly model: Model<ContactChangeRecord>) {
    this.collection = model.collection as unknown as Collection<ContactChangeRecord>;
  }

  /**
   * The kept changes of a contact that led to revisions from 2 to `upTo`, the newest first: as many as fit into a slice,
   * and whether these are all up to `limit`.
   */
  find(
    account: AccountRef,
    phone: string,
    upTo: number,
    limit: number,
  ): Promise<{ slice: ContactChangeRecord[]; isAll: boolean }> {
    const cursor = this.collection.find(between(account, phone, upTo), { raw: true });
    return readFirstSlice(
      cursor
        .sort({ _id: -1 })
        .limit(limit)
        .batchSize(limit + 1),
    );
  }

  /**
   * What an import or order did to contacts, by phone, in batches of a few megabytes. It includes contacts that an import
   * created and somebody changed since, but not those that nobody changed.
   * @param except an order whose changes are passed over
   */
  async *ofOrder(
    account: AccountRef,
    orderId: string,
    afterPhone: string,
    except: string | null,
  ): AsyncGenerator<ChangesOfContact[]> {
    const query = { accountId: account.id, orders: orderId, phone: { $gt: afterPhone } };
    const cursor = this.collection.find(query, { raw: true }).sort({ phone: 1, rev: 1 }).batchSize(SCAN_CHANGES);
    let last: ChangesOfContact | undefined;
    for await (const slice of readSlices<ContactChangeRecord>(cursor)) {
      const batch: ChangesOfContact[] = [];
      for (const change of slice) {
        if (change.order && change.order.id === except) continue;
        if (last?.phone !== change.phone) {
          if (last) batch.push(last);
          last = { phone: change.phone, isCreator: false, own: [] };
        }
        const { rev, changes, createdBy } = change;
        if (createdBy?.id === orderId) last.isCreator = true;
        if (makerOf(change) === orderId) last.own.push({ rev, changes });
      }
      if (batch.length > 0) yield batch;
    }
    if (last) yield [last];
  }

  /** Whether what an import or order changed is kept. */
  async hasAnyOf(account: AccountRef, orderId: string): Promise<boolean> {
    return (await this.collection.findOne({ accountId: account.id, orders: orderId })) !== null;
  }

  count(account: AccountRef, phone: string, upTo: number): Promise<number> {
    return this.collection.countDocuments(between(account, phone, upTo));
  }
}

/** The import or order that made a change, if one did. */
export function makerOf({ order, changedBy }: Pick<ContactChangeRecord, 'order' | 'changedBy'>): string | undefined {
  return order?.id ?? (changedBy.kind === 'import' ? changedBy.id : undefined);
}

/** All changes of a contact. */
export function changesOf(account: AccountRef, phone: string) {
  return between(account, phone, 9_999_999_999);
}

function between(account: AccountRef, phone: string, upTo: number) {
  const _id = { $gt: contactChangeId(account, phone, 0), $lte: contactChangeId(account, phone, upTo) };
  return { _id, accountId: account.id };
}

/** A contact's changes sort by their ids as by their revisions. */
export function contactChangeId(account: AccountRef, phone: string, rev: number): string {
  return `${contactId(account, phone)}/${String(rev).padStart(10, '0')}`;
}
