import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Collection } from 'mongodb';
import { Model } from 'mongoose';
import { contactChangeDefinition, type ContactChangeRecord } from './contact-change.schema.js';
import { contactId } from './contacts.repository.js';
import { readFirstSlice } from './read-slices.js';
import type { AccountRef } from '../accounts/scope.js';

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

  count(account: AccountRef, phone: string, upTo: number): Promise<number> {
    return this.collection.countDocuments(between(account, phone, upTo));
  }
}

function between(account: AccountRef, phone: string, upTo: number) {
  const _id = { $gt: contactChangeId(account, phone, 0), $lte: contactChangeId(account, phone, upTo) };
  return { _id, accountId: account.id };
}

/** A contact's changes sort by their ids as by their revisions. */
export function contactChangeId(account: AccountRef, phone: string, rev: number): string {
  return `${contactId(account, phone)}/${String(rev).padStart(10, '0')}`;
}
