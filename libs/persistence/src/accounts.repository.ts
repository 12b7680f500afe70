import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { accountDefinition, type AccountRecord } from './schemas.js';
import type { AccountRef } from './scope.js';

/** WhatsApp Cloud accounts. The one place where an {@link AccountRef} comes from. */
@Injectable()
export class AccountsRepository {
  constructor(@InjectModel(accountDefinition.name) private readonly model: Model<AccountRecord>) {}

  /** The account, or null when the organisation has no such account, whoever else may have it. */
  async find(organisationId: string, accountId: string): Promise<AccountRef | null> {
    const record = await this.model.findOne({ _id: accountId, organisationId }).lean();
    return record && toRef(record);
  }

  /** All accounts of the organisation, oldest first. */
  async list(organisationId: string): Promise<AccountRef[]> {
    return (await this.model.find({ organisationId }).sort({ _id: 1 }).lean()).map(toRef);
  }

  async insert(record: AccountRecord): Promise<AccountRef> {
    await this.model.create(record);
    return toRef(record);
  }
}

function toRef({ _id, organisationId, phoneNumber, phoneNumberId, displayName, status }: AccountRecord): AccountRef {
  return { id: _id, organisationId, phoneNumber, phoneNumberId, displayName, status } as AccountRef;
}
