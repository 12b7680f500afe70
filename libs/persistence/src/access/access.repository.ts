import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession } from 'mongodb';
import { Model } from 'mongoose';
import type { PageQuery } from '#contracts';
import {
  apiKeyDefinition,
  userDefinition,
  type ApiKeyRecord,
  type OidcSubject,
  type UserRecord,
} from './access.schemas.js';
import { asMember, inOrganisation, membershipsOf, type MemberRecord } from './memberships.js';
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

  findOrganisations(organisationIds: readonly string[]): Promise<OrganisationRecord[]> {
    return this.organisations
      .find({ _id: { $in: organisationIds } })
      .sort({ name: 1 })
      .lean()
      .exec();
  }

  async organisationNames(organisationIds: readonly string[]): Promise<string[]> {
    return (await this.findOrganisations(organisationIds)).map(({ name }) => name);
  }

  /** The organisation that was created first: ids sort by creation time. */
  async firstOrganisationId(): Promise<string | undefined> {
    const [first] = await this.organisations.find({}, { _id: 1 }).sort({ _id: 1 }).limit(1).lean().exec();
    return first?._id;
  }

  /** Stores somebody new, as a member of one organisation. */
  async insertUser(record: Omit<MemberRecord, 'organisationIds'>, session?: ClientSession): Promise<void> {
    const { accountIds = null, mayDownload = true, ...user } = record;
    const memberships = membershipsOf(user).map((one) => ({ ...one, accountIds, mayDownload }));
    await this.users.create([{ ...user, memberships }], { session });
  }

  async findUser(organisationId: string, userId: string): Promise<MemberRecord | null> {
    const user = await this.users
      .findOne({ _id: userId, ...inOrganisation(organisationId) })
      .lean()
      .exec();
    return asMember(user, organisationId);
  }

  /**
   * Not limited to an organisation: at sign-in the organisation is not known yet.
   * @returns the person as a member of the organisation that signing in opens
   */
  async findUserByEmail(email: string, session?: ClientSession): Promise<MemberRecord | null> {
    const user = await this.users.findOne({ email: email.toLowerCase() }, null, { session }).lean().exec();
    return user && asMember(user, user.organisationId);
  }

  /**
   * Not limited to an organisation: a passkey determines the person alone.
   * @returns the person as a member of the organisation that signing in opens
   */
  async findPerson(userId: string): Promise<MemberRecord | null> {
    const user = await this.users.findOne({ _id: userId }).lean().exec();
    return user && asMember(user, user.organisationId);
  }

  /**
   * Not limited to an organisation: the password is the person's.
   * @returns false when the password is no longer the one of this record
   */
  async setPassword({ _id, passwordHash }: MemberRecord, newHash: string, session: ClientSession): Promise<boolean> {
    const set = await this.users.updateOne({ _id, passwordHash }, { $set: { passwordHash: newHash } }, { session });
    return set.matchedCount === 1;
  }

  /**
   * Notes a sign-in, in the transaction that stores its session. A change of the password writes the same record, so of
   * two at the same time one runs again and sees what the other did: no session outlives the password it began with.
   * Not limited to an organisation: the password is the person's.
   * @returns false when the password is no longer the one of this record, or the person is gone
   */
  async noteSignIn({ _id, passwordHash }: MemberRecord, session: ClientSession): Promise<boolean> {
    const noted = await this.users.updateOne({ _id, passwordHash }, { $set: { signedInAt: new Date() } }, { session });
    return noted.matchedCount === 1;
  }

  /**
   * Notes who somebody is at the OpenID provider, the first time and at another provider. Not limited to an
   * organisation: at sign-in it is not known yet.
   * @returns false when it was somebody else there before, who had the same e-mail address
   */
  async bindSubject(_id: string, oidc: OidcSubject, session: ClientSession): Promise<boolean> {
    const same = [{ 'oidc.issuer': { $ne: oidc.issuer } }, { 'oidc.subject': oidc.subject }];
    const bound = await this.users.updateOne({ _id, $or: same }, { $set: { oidc } }, { session });
    return bound.matchedCount === 1;
  }

  async insertKey(record: ApiKeyRecord, session?: ClientSession): Promise<void> {
    await this.keys.create([record], { session });
  }

  /**
   * The key with this hash, or with this hash before its last rotation as long as that works. Not one that was revoked;
   * one that has expired is found. Not limited to an organisation: the key determines it.
   */
  findKeyByHash(hash: string, now: Date): Promise<ApiKeyRecord | null> {
    const either = [{ hash }, { previousHash: hash, previousUntil: { $gt: now } }];
    return this.keys.findOne({ $or: either, revokedAt: null }).lean().exec();
  }

  /** Also finds a revoked key. */
  findKey(organisationId: string, keyId: string, session?: ClientSession): Promise<ApiKeyRecord | null> {
    return this.keys.findOne({ _id: keyId, organisationId }, null, { session }).lean().exec();
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

  /**
   * Gives a key another secret, unless it was revoked or rotated since it was read.
   * @returns the key after it, or null
   */
  rotateKey(
    { _id, organisationId, hash }: ApiKeyRecord,
    change: Required<Pick<ApiKeyRecord, 'hash' | 'expiresAt' | 'rotatedAt' | 'previousHash' | 'previousUntil'>>,
    session: ClientSession,
  ): Promise<ApiKeyRecord | null> {
    const options = { returnDocument: 'after', session } as const;
    const asRead = { _id, organisationId, hash, revokedAt: null };
    return this.keys.findOneAndUpdate(asRead, { $set: change }, options).lean().exec();
  }

  async touchKey(organisationId: string, keyId: string, at: Date): Promise<void> {
    await this.keys.updateOne({ _id: keyId, organisationId }, { $set: { lastUsedAt: at } });
  }
}
