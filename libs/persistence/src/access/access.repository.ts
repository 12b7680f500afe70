import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession } from 'mongodb';
import { Model } from 'mongoose';
import type { PageQuery } from '#contracts';
import { apiKeyDefinition, userDefinition, type ApiKeyRecord, type UserRecord } from './access.schemas.js';
import { organisationDefinition, type OrganisationRecord } from './organisation.schema.js';

/** Organisations, their users and API keys. */
@Injectable()
export class AccessRepository {
  constructor(
    @InjectModel(organisationDefinition.name) private readonly organisations: Model<OrganisationRecord>,
    @InjectModel(userDefinition.name) private readonly users: Model<UserRecord>,
    @InjectModel(apiKeyDefinition.name) private readonly keys: Model<ApiKeyRecord>,
  ) {}

  async insertOrganisation(record: OrganisationRecord, session?: ClientSession): Promise<void> {
    await this.organisations.create([record], { session });
  }

  findOrganisation(organisationId: string): Promise<OrganisationRecord | null> {
    return this.organisations.findOne({ _id: organisationId }).lean().exec();
  }

  /** The organisation that was created first: ids sort by creation time. */
  async firstOrganisationId(): Promise<string | undefined> {
    const [first] = await this.organisations.find({}, { _id: 1 }).sort({ _id: 1 }).limit(1).lean().exec();
    return first?._id;
  }

  async insertUser(record: UserRecord, session?: ClientSession): Promise<void> {
    await this.users.create([record], { session });
  }

  findUser(organisationId: string, userId: string): Promise<UserRecord | null> {
    return this.users.findOne({ _id: userId, organisationId }).lean().exec();
  }

  /** Not limited to an organisation: at sign-in the organisation is not known yet. */
  findUserByEmail(email: string, session?: ClientSession): Promise<UserRecord | null> {
    return this.users.findOne({ email: email.toLowerCase() }, null, { session }).lean().exec();
  }

  /** @returns false when the password is no longer the one of this record */
  async setPassword(
    { _id, organisationId, passwordHash }: UserRecord,
    newHash: string,
    session: ClientSession,
  ): Promise<boolean> {
    const set = await this.users.updateOne(
      { _id, organisationId, passwordHash },
      { $set: { passwordHash: newHash } },
      { session },
    );
    return set.matchedCount === 1;
  }

  async insertKey(record: ApiKeyRecord, session?: ClientSession): Promise<void> {
    await this.keys.create([record], { session });
  }

  /** The key with this hash, unless it was revoked. Not limited to an organisation: the key determines it. */
  findKeyByHash(hash: string): Promise<ApiKeyRecord | null> {
    return this.keys.findOne({ hash, revokedAt: null }).lean().exec();
  }

  /** Also finds a revoked key. */
  findKey(organisationId: string, keyId: string): Promise<ApiKeyRecord | null> {
    return this.keys.findOne({ _id: keyId, organisationId }).lean().exec();
  }

  /** Newest first, including revoked keys. Reads one more than `limit`. */
  listKeys(organisationId: string, { after, limit }: PageQuery): Promise<ApiKeyRecord[]> {
    return this.keys
      .find({ organisationId, ...(after && { _id: { $lt: after } }) })
      .sort({ _id: -1 })
      .limit(limit + 1)
      .lean()
      .exec();
  }

  countKeys(organisationId: string): Promise<number> {
    return this.keys.countDocuments({ organisationId }).exec();
  }

  /** Revokes a key. The time of an earlier revocation stays. @returns false when the organisation has no such key */
  async revokeKey(organisationId: string, keyId: string, at: Date, session: ClientSession): Promise<boolean> {
    const revoked = await this.keys.updateOne(
      { _id: keyId, organisationId, revokedAt: null },
      { $set: { revokedAt: at } },
      { session },
    );
    if (revoked.matchedCount === 1) return true;
    return (await this.keys.exists({ _id: keyId, organisationId }).session(session)) !== null;
  }

  async touchKey(organisationId: string, keyId: string, at: Date): Promise<void> {
    await this.keys.updateOne({ _id: keyId, organisationId }, { $set: { lastUsedAt: at } });
  }
}
