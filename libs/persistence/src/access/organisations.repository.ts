import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession } from 'mongodb';
import { Model } from 'mongoose';
import type { OrganisationLimits, PageQuery } from '#contracts';
import { organisationDefinition, type OrganisationRecord } from './organisation.schema.js';

/** All organisations, for the operators, and which of them are suspended. */
@Injectable()
export class OrganisationsRepository {
  constructor(@InjectModel(organisationDefinition.name) private readonly organisations: Model<OrganisationRecord>) {}

  async insert(record: OrganisationRecord, session: ClientSession): Promise<void> {
    await this.organisations.create([record], { session });
  }

  find(organisationId: string): Promise<OrganisationRecord | null> {
    return this.organisations.findOne({ _id: organisationId }).lean().exec();
  }

  /** Oldest first. Reads one more than `limit`, so that the caller knows whether there is a next page. */
  list({ after, limit }: PageQuery): Promise<OrganisationRecord[]> {
    return this.organisations
      .find(after ? { _id: { $gt: after } } : {})
      .sort({ _id: 1 })
      .limit(limit + 1)
      .lean()
      .exec();
  }

  count(): Promise<number> {
    return this.organisations.estimatedDocumentCount().exec();
  }

  /** @returns the changed organisation, or null when there is none */
  change(
    organisationId: string,
    {
      limits = {},
      ...change
    }: Partial<Pick<OrganisationRecord, 'name' | 'suspendedAt' | 'secondFactorRequiredAt'>> & {
      limits?: Partial<OrganisationLimits>;
    },
    session: ClientSession,
  ): Promise<OrganisationRecord | null> {
    const set = Object.fromEntries(Object.entries(limits).map(([limit, value]) => [`limits.${limit}`, value]));
    return this.organisations
      .findOneAndUpdate({ _id: organisationId }, { $set: { ...change, ...set } }, { returnDocument: 'after', session })
      .lean()
      .exec();
  }

  /** The ids of all that are suspended. */
  async suspended(): Promise<string[]> {
    const found = await this.organisations
      .find({ suspendedAt: { $type: 'date' } }, { _id: 1 })
      .lean()
      .exec();
    return found.map(({ _id }) => _id);
  }

  async isSuspended(organisationId: string): Promise<boolean> {
    return (await this.organisations.exists({ _id: organisationId, suspendedAt: { $type: 'date' } })) !== null;
  }
}
