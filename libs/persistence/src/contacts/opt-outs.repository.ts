import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { OptOut } from '#contracts';
import type { ClientSession, Collection } from 'mongodb';
import { Model } from 'mongoose';
import { optOutDefinition, type OptOutRecord } from './opt-out.schema.js';
import type { AccountRef } from '../accounts/scope.js';

/** Reads which phone numbers must not be contacted. Only the contacts service writes this. */
@Injectable()
export class OptOutsRepository {
  protected readonly collection: Collection<OptOutRecord>;

  constructor(@InjectModel(optOutDefinition.name) model: Model<OptOutRecord>) {
    this.collection = model.collection as unknown as Collection<OptOutRecord>;
  }

  /** The marks of those of these phones that must not be contacted from an account, by phone; the widest one of each. */
  async find(
    { id, organisationId }: AccountRef,
    phones: readonly string[],
    session?: ClientSession,
  ): Promise<Map<string, OptOut>> {
    if (phones.length === 0) return new Map();
    const ids = phones.flatMap((phone) => [optOutId(organisationId, phone), optOutId(id, phone)]);
    const records = await this.collection
      .find({ _id: { $in: ids }, organisationId, mark: { $ne: null } }, { session })
      .toArray();
    // The widest ones last, so that they stay in the map.
    records.sort((a, b) => Number(a.accountId === null) - Number(b.accountId === null));
    return new Map(records.map(({ phone, mark }) => [phone, mark!]));
  }

  /** All marks of these phones: those for all accounts of the organisation, and those for these accounts. */
  all(organisationId: string, accounts: readonly AccountRef[], phones: readonly string[]): Promise<OptOutRecord[]> {
    const scopes = [organisationId, ...accounts.map(({ id }) => id)];
    const ids = phones.flatMap((phone) => scopes.map((scope) => optOutId(scope, phone)));
    return this.collection.find({ _id: { $in: ids }, organisationId, mark: { $ne: null } }).toArray();
  }
}

/** @param scopeId the account, or the organisation for all its accounts */
export function optOutId(scopeId: string, phone: string): string {
  return `${scopeId}/${phone}`;
}
