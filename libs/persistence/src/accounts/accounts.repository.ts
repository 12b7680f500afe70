import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession } from 'mongodb';
import { Model } from 'mongoose';
import { v4 as randomId } from 'uuid';
import type { Account } from '#contracts';
import { accountDefinition, type AccountRecord } from './account.schema.js';
import type { AccountRef, AccountScope } from './scope.js';

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

  /** The account, or null when it does not exist, belongs to another organisation, or is not in the scope. */
  async find(
    { organisationId, accountIds }: AccountScope,
    accountId: string,
    session?: ClientSession,
  ): Promise<AccountRef | null> {
    if (accountIds && !accountIds.includes(accountId)) return null;
    const record = await this.model.findOne({ _id: accountId, organisationId }, null, { session }).lean();
    return record && toRef(record);
  }

  /** All accounts of the scope, oldest first. */
  async list({ organisationId, accountIds }: AccountScope): Promise<AccountRef[]> {
    const found = { organisationId, ...(accountIds && { _id: { $in: accountIds } }) };
    return (await this.model.find(found).sort({ createdAt: 1, _id: 1 }).lean()).map(toRef);
  }

  async insert(record: AccountRecord, session?: ClientSession): Promise<AccountRef> {
    await this.model.create([record], { session });
    return toRef(record);
  }

  async whatsappState({ id, organisationId }: AccountRef, session: ClientSession): Promise<WhatsappState> {
    const record = await this.model.findOne({ _id: id, organisationId }, null, { session }).lean();
    if (typeof record?.whatsappActive !== 'boolean') return null;
    return { status: record.whatsappStatus ?? '', active: record.whatsappActive };
  }

  /**
   * Of two transactions that take their turn in an account, the second one runs again after the first, and sees what
   * that has written.
   */
  async takeTurn({ id, organisationId }: AccountRef, session: ClientSession): Promise<void> {
    await this.model.updateOne({ _id: id, organisationId }, { $inc: { turns: 1 } }, { session });
  }

  /** Changes an account in the transaction in which its WhatsApp state was read. */
  async change(
    { id, organisationId }: AccountRef,
    change: Partial<Pick<AccountRecord, 'displayName' | 'status' | 'held'>>,
    session: ClientSession,
  ): Promise<AccountRef> {
    const options = { returnDocument: 'after', session } as const;
    return toRef(
      await this.model.findOneAndUpdate({ _id: id, organisationId }, { $set: change }, options).lean().orFail(),
    );
  }

  /** Creates or updates the account of a connected number. The name that users gave it stays. */
  async putNumber(
    organisationId: string,
    connectionId: string,
    number: WhatsappNumber,
    session: ClientSession,
  ): Promise<void> {
    const { phoneNumberId, phoneNumber, displayName, whatsappStatus, active: whatsappActive } = number;
    const known = await this.model.findOne({ organisationId, phoneNumberId }, null, { session }).lean();
    const status = whatsappActive && !known?.held ? 'active' : 'inactive';
    const said = { phoneNumber, connectionId, whatsappStatus, whatsappActive, status } as const;
    if (known) await this.model.updateOne({ _id: known._id, organisationId }, { $set: said }, { session });
    else {
      const record = { _id: randomId(), organisationId, phoneNumberId, displayName, createdAt: new Date(), ...said };
      await this.model.create([record], { session });
    }
  }

  /** Sets the accounts of a connection inactive whose numbers are not in this list. */
  async keepNumbers(
    organisationId: string,
    connectionId: string,
    phoneNumberIds: string[],
    why: string,
    session: ClientSession,
  ): Promise<void> {
    await this.model.updateMany(
      { organisationId, connectionId, phoneNumberId: { $nin: phoneNumberIds } },
      { $set: { status: 'inactive', whatsappStatus: why, whatsappActive: false } },
      { session },
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
