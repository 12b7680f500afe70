import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { v7 as newId } from 'uuid';
import type { Account } from '#contracts';
import { isDuplicateKey } from '../duplicate-key.js';
import { accountDefinition, type AccountRecord } from './account.schema.js';
import type { AccountRef } from './scope.js';

/** A number as WhatsApp reports it. */
export interface WhatsappNumber {
  phoneNumberId: string;
  phoneNumber: string;
  displayName: string;
  whatsappStatus: string;
  active: boolean;
}

/** What WhatsApp last reported about an account's number; null for an account without a connection. */
export type WhatsappState = { status: string; active: boolean } | null;

/** WhatsApp Cloud accounts. Only this repository makes an {@link AccountRef}. */
@Injectable()
export class AccountsRepository {
  constructor(@InjectModel(accountDefinition.name) private readonly model: Model<AccountRecord>) {}

  /** The account, or null when it does not exist or belongs to another organisation. */
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

  async whatsappState({ id, organisationId }: AccountRef): Promise<WhatsappState> {
    const record = await this.model.findOne({ _id: id, organisationId }).lean();
    if (typeof record?.whatsappActive !== 'boolean') return null;
    return { status: record.whatsappStatus ?? '', active: record.whatsappActive };
  }

  /** Changes an account if its WhatsApp state is still as in `whatsapp`. @returns the changed account, or null */
  async change(
    { id, organisationId }: AccountRef,
    whatsapp: WhatsappState,
    change: Partial<Pick<AccountRecord, 'displayName' | 'status' | 'held'>>,
  ): Promise<AccountRef | null> {
    const record = await this.model
      .findOneAndUpdate(
        { _id: id, organisationId, whatsappActive: whatsapp?.active ?? null },
        { $set: change },
        { returnDocument: 'after' },
      )
      .lean();
    return record && toRef(record);
  }

  /** Creates or updates the account of a connected number. The name that users gave it stays. */
  async putNumber(organisationId: string, connectionId: string, number: WhatsappNumber): Promise<void> {
    const { phoneNumberId, phoneNumber, displayName, whatsappStatus, active: whatsappActive } = number;
    const said = { phoneNumber, connectionId, whatsappStatus, whatsappActive };
    // Conditional, because an administrator may set `held` at the same time, or another process may add the number.
    for (;;) {
      const known = await this.model.findOne({ organisationId, phoneNumberId }).lean();
      const held = known?.held ?? false;
      const status = whatsappActive && !held ? 'active' : 'inactive';
      if (known) {
        const changed = await this.model.updateOne(
          { _id: known._id, organisationId, held: held || { $ne: true } },
          { $set: { ...said, status } },
        );
        if (changed.matchedCount === 1) return;
        continue;
      }
      try {
        const _id = newId();
        await this.model.create({
          _id,
          organisationId,
          phoneNumberId,
          displayName,
          createdAt: new Date(),
          status,
          ...said,
        });
        return;
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
    }
  }

  /** Sets the accounts of a connection inactive whose numbers are not in this list. */
  async keepNumbers(
    organisationId: string,
    connectionId: string,
    phoneNumberIds: string[],
    why: string,
  ): Promise<void> {
    await this.model.updateMany(
      { organisationId, connectionId, phoneNumberId: { $nin: phoneNumberIds } },
      { $set: { status: 'inactive', whatsappStatus: why, whatsappActive: false } },
    );
  }
}

function toRef(record: AccountRecord): AccountRef {
  const { _id, organisationId, phoneNumber, phoneNumberId, displayName, status } = record;
  const whatsapp = whatsappOf(record);
  return {
    id: _id,
    organisationId,
    phoneNumber,
    phoneNumberId,
    displayName,
    status,
    ...(whatsapp && { whatsapp }),
  } as AccountRef;
}

function whatsappOf({ connectionId, whatsappStatus, whatsappActive }: AccountRecord): Account['whatsapp'] {
  if (typeof connectionId !== 'string' || typeof whatsappActive !== 'boolean') return undefined;
  return { connectionId, status: whatsappStatus ?? '', active: whatsappActive };
}
