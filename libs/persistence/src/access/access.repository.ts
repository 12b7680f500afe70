import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import type { PageQuery } from '#contracts';
import {
  apiKeyDefinition,
  sessionDefinition,
  userDefinition,
  type ApiKeyRecord,
  type SessionRecord,
  type UserRecord,
} from './access.schemas.js';
import { organisationDefinition, type OrganisationRecord } from './organisation.schema.js';

/** Organisations, their users and API keys, and sessions. */
@Injectable()
export class AccessRepository {
  constructor(
    @InjectModel(organisationDefinition.name) private readonly organisations: Model<OrganisationRecord>,
    @InjectModel(userDefinition.name) private readonly users: Model<UserRecord>,
    @InjectModel(apiKeyDefinition.name) private readonly keys: Model<ApiKeyRecord>,
    @InjectModel(sessionDefinition.name) private readonly sessions: Model<SessionRecord>,
  ) {}

  async insertOrganisation(record: OrganisationRecord): Promise<void> {
    await this.organisations.create(record);
  }

  findOrganisation(organisationId: string): Promise<OrganisationRecord | null> {
    return this.organisations.findOne({ _id: organisationId }).lean().exec();
  }

  /** The organisation that was created first: ids sort by creation time. */
  async firstOrganisationId(): Promise<string | undefined> {
    const [first] = await this.organisations.find({}, { _id: 1 }).sort({ _id: 1 }).limit(1).lean().exec();
    return first?._id;
  }

  async insertUser(record: UserRecord): Promise<void> {
    await this.users.create(record);
  }

  findUser(organisationId: string, userId: string): Promise<UserRecord | null> {
    return this.users.findOne({ _id: userId, organisationId }).lean().exec();
  }

  /** Not limited to an organisation: at sign-in the organisation is not known yet. */
  findUserByEmail(email: string): Promise<UserRecord | null> {
    return this.users.findOne({ email: email.toLowerCase() }).lean().exec();
  }

  async insertKey(record: ApiKeyRecord): Promise<void> {
    await this.keys.create(record);
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
  async revokeKey(organisationId: string, keyId: string, at: Date): Promise<boolean> {
    const revoked = await this.keys.updateOne(
      { _id: keyId, organisationId, revokedAt: null },
      { $set: { revokedAt: at } },
    );
    return revoked.matchedCount === 1 || (await this.keys.exists({ _id: keyId, organisationId })) !== null;
  }

  async touchKey(organisationId: string, keyId: string, at: Date): Promise<void> {
    await this.keys.updateOne({ _id: keyId, organisationId }, { $set: { lastUsedAt: at } });
  }

  async insertSession(record: SessionRecord): Promise<void> {
    await this.sessions.create(record);
  }

  /** The session, unless it has expired. The TTL index may remove it a minute late. */
  findSession(tokenHash: string, now: Date): Promise<SessionRecord | null> {
    return this.sessions
      .findOne({ _id: tokenHash, expiresAt: { $gt: now } })
      .lean()
      .exec();
  }

  async deleteSession(tokenHash: string): Promise<void> {
    await this.sessions.deleteOne({ _id: tokenHash });
  }
}
