import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession } from 'mongodb';
import { Model } from 'mongoose';
import type { CampaignListQuery, CampaignState, Conditions } from '#contracts';
import { campaignDefinition, type CampaignRecord } from './campaign.schema.js';
import { inScope, type AccountRef, type AccountScope } from '../accounts/scope.js';

const AUDIENCE_FIELDS = { organisationId: 1, state: 1, freezeId: 1, objectKey: 1, erased: 1 } as const;
/** What a campaign knows of its frozen audience. */
export type CampaignAudience = Pick<CampaignRecord, '_id' | keyof typeof AUDIENCE_FIELDS>;

@Injectable()
export class CampaignsRepository {
  constructor(@InjectModel(campaignDefinition.name) private readonly model: Model<CampaignRecord>) {}

  async insert(record: CampaignRecord, session?: ClientSession): Promise<CampaignRecord> {
    await this.model.create([record], { session });
    return record;
  }

  find(scope: AccountScope, campaignId: string): Promise<CampaignRecord | null> {
    return this.model
      .findOne({ _id: campaignId, ...inScope(scope) })
      .lean<CampaignRecord>()
      .exec();
  }

  /** Newest first. Reads one more than `limit`, so that the caller knows whether there is a next page. */
  list(scope: AccountScope, query: CampaignListQuery): Promise<CampaignRecord[]> {
    return this.model
      .find({ ...conditions(scope, query), ...(query.after && { _id: { $lt: query.after } }) })
      .sort({ _id: -1 })
      .limit(query.limit + 1)
      .lean<CampaignRecord[]>()
      .exec();
  }

  count(scope: AccountScope, query: CampaignListQuery): Promise<number> {
    return this.model.countDocuments(conditions(scope, query)).exec();
  }

  /** Campaigns of an account whose audience is not frozen yet, newest first. */
  live(account: AccountRef, limit: number): Promise<CampaignRecord[]> {
    return this.model
      .find({ accountId: account.id, organisationId: account.organisationId, state: { $in: ['draft', 'scheduled'] } })
      .sort({ _id: -1 })
      .limit(limit)
      .lean<CampaignRecord[]>()
      .exec();
  }

  /** The campaigns that refer to these segments and whose audience is not frozen yet, newest first. */
  usersOf(scope: AccountScope, segmentIds: readonly string[], session?: ClientSession): Promise<CampaignRecord[]> {
    return this.model
      .find({ ...inScope(scope), segmentId: { $in: segmentIds }, state: { $in: ['draft', 'scheduled'] } }, null, {
        session,
      })
      .sort({ _id: -1 })
      .lean<CampaignRecord[]>()
      .exec();
  }

  /**
   * Gives the campaigns that refer to a segment its new conditions. One whose audience is frozen, or is being frozen,
   * keeps those that it has.
   */
  async followSegment(
    organisationId: string,
    segmentId: string,
    segment: Conditions,
    session: ClientSession,
  ): Promise<void> {
    await this.model.updateMany(
      { organisationId, segmentId, state: { $in: ['draft', 'scheduled'] }, freezeId: null },
      { $set: { segment } },
      { session },
    );
  }

  /** The campaigns that refer to a segment keep its conditions as their own. */
  async leaveSegment(organisationId: string, segmentId: string, session: ClientSession): Promise<void> {
    await this.model.updateMany({ organisationId, segmentId }, { $set: { segmentId: null } }, { session });
  }

  /**
   * Changes a campaign only while it is in one of the states `from` and has the expected `freezeId`.
   * @param freezeId the expected id of its frozen audience; null: freezing has not begun; undefined: any
   * @returns the record after the change, or null when a condition did not hold
   */
  transition(
    scope: AccountScope,
    campaignId: string,
    from: readonly CampaignState[],
    change: Partial<CampaignRecord>,
    freezeId?: string | null,
    session?: ClientSession,
  ): Promise<CampaignRecord | null> {
    return this.model
      .findOneAndUpdate(
        { _id: campaignId, ...inScope(scope), state: { $in: from }, ...(freezeId !== undefined && { freezeId }) },
        { $set: change },
        { returnDocument: 'after', session },
      )
      .lean<CampaignRecord>()
      .exec();
  }

  /**
   * Sets the `freezeId` of a due campaign, unless it already has one or was rescheduled meanwhile.
   * @returns the record after the change, or null
   */
  beginFreeze({ _id, organisationId, scheduledAt }: CampaignRecord, freezeId: string): Promise<CampaignRecord | null> {
    return this.model
      .findOneAndUpdate(
        { _id, organisationId, state: 'scheduled', scheduledAt, freezeId: null },
        { $set: { freezeId } },
        { returnDocument: 'after' },
      )
      .lean<CampaignRecord>()
      .exec();
  }

  /** The campaigns of an account whose audience is frozen or being frozen. */
  withAudience(organisationId: string, accountId: string): Promise<CampaignAudience[]> {
    return this.model
      .find({ accountId, organisationId, freezeId: { $ne: null } }, AUDIENCE_FIELDS)
      .lean<CampaignAudience[]>()
      .exec();
  }

  /** Notes how many people were taken out of a frozen audience. */
  async noteErased(
    { _id, organisationId, freezeId }: CampaignAudience,
    count: number,
    session: ClientSession,
  ): Promise<void> {
    const fewer = { $inc: { erased: count, 'reach.count': -count } };
    await this.model.updateOne({ _id, organisationId, freezeId }, fewer, { session });
  }

  /**
   * Names another file of a frozen audience.
   * @returns false when the campaign has changed since it was read
   */
  async replaceFile(
    { _id, organisationId, freezeId, state, objectKey, erased }: CampaignAudience,
    now: string,
  ): Promise<boolean> {
    const seen = { _id, organisationId, freezeId, state, objectKey, erased: erased ?? null };
    return (await this.model.updateOne(seen, { $set: { objectKey: now } })).matchedCount === 1;
  }

  /**
   * For the clock, which serves all organisations: campaigns whose scheduled time has come.
   * @param except organisations whose campaigns wait
   */
  findDue(now: Date, limit: number, except: readonly string[]): Promise<CampaignRecord[]> {
    return this.model
      .find({ state: 'scheduled', scheduledAt: { $lte: now }, organisationId: { $nin: except } })
      .sort({ scheduledAt: 1 })
      .limit(limit)
      .lean<CampaignRecord[]>()
      .exec();
  }

  /** For the sweeper of objects: these campaigns, of any organisation. */
  findAny(campaignIds: readonly string[]): Promise<CampaignRecord[]> {
    return this.model
      .find({ _id: { $in: campaignIds } })
      .lean<CampaignRecord[]>()
      .exec();
  }

  /** Which of these frozen audiences belong to a campaign, of any organisation. */
  async freezesOf(freezeIds: readonly string[]): Promise<Set<string>> {
    const found = await this.model.distinct('freezeId', { freezeId: { $in: freezeIds } }).exec();
    return new Set(found.filter((id) => id !== null));
  }

  /** For the clock: cancelled campaigns whose frozen audience was not deleted yet. */
  findUncleared(limit: number): Promise<CampaignRecord[]> {
    return this.model
      .find({ state: 'cancelled', freezeId: { $ne: null } })
      .limit(limit)
      .lean<CampaignRecord[]>()
      .exec();
  }
}

function conditions(scope: AccountScope, { accountId, state }: CampaignListQuery) {
  return { ...inScope(scope, accountId), ...(state && { state }) };
}
