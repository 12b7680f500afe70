import { Injectable } from '@nestjs/common';
import type { ContactEditResult } from '#contracts';
import { removeInOrder, type ContactEditRecord } from '#persistence';
import { InjectContactEdits } from '#persistence/owned/contacts';
import type { ClientSession } from 'mongodb';
import type { Model } from 'mongoose';

/** The results of edits, by the ids of their jobs. A result is stored with the contact, and only once. */
@Injectable()
export class EditResultsRepository {
  constructor(@InjectContactEdits() private readonly model: Model<ContactEditRecord>) {}

  async find(organisationId: string, jobId: string, session: ClientSession): Promise<ContactEditResult | null> {
    const record = await this.model
      .findOne({ _id: jobId, organisationId }, null, { session })
      .lean<ContactEditRecord>();
    return record?.result ?? null;
  }

  async insert(
    organisationId: string,
    jobId: string,
    result: ContactEditResult,
    session: ClientSession,
  ): Promise<void> {
    await this.model.create([{ _id: jobId, organisationId, result, at: new Date() }], { session });
  }

  /** For the sweeper: removes the oldest results of all organisations. @returns how many */
  removeBefore(before: Date, limit: number): Promise<number> {
    return removeInOrder(this.model, { at: { $lt: before } }, { at: 1, _id: 1 }, limit);
  }
}
