import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession } from 'mongodb';
import { Model } from 'mongoose';
import type { PageQuery } from '#contracts';
import { invitationDefinition, type InvitationRecord } from './one-time-link.schemas.js';
import { asMember, inOrganisation, membershipsOf, withMemberships, type MemberRecord } from './memberships.js';
import { organisationDefinition, type OrganisationRecord } from './organisation.schema.js';
import {
  sessionDefinition,
  userDefinition,
  type MembershipRecord,
  type SessionRecord,
  type UserRecord,
} from './access.schemas.js';

/** An organisation's members and invitations. */
@Injectable()
export class MembersRepository {
  constructor(
    @InjectModel(organisationDefinition.name) private readonly organisations: Model<OrganisationRecord>,
    @InjectModel(userDefinition.name) private readonly users: Model<UserRecord>,
    @InjectModel(sessionDefinition.name) private readonly sessions: Model<SessionRecord>,
    @InjectModel(invitationDefinition.name) private readonly invitations: Model<InvitationRecord>,
  ) {}

  /** Oldest first. Reads one more than `limit`, so that the caller knows whether there is a next page. */
  async list(organisationId: string, { after, limit }: PageQuery): Promise<MemberRecord[]> {
    const found = await this.users
      .find({ ...inOrganisation(organisationId), ...(after && { _id: { $gt: after } }) })
      .sort({ _id: 1 })
      .limit(limit + 1)
      .lean()
      .exec();
    return found.map((user) => asMember(user, organisationId)!);
  }

  count(organisationId: string): Promise<number> {
    return this.users.countDocuments(inOrganisation(organisationId)).exec();
  }

  /** The ids of all members who can sign in with a password. */
  async idsWithPassword(organisationId: string): Promise<string[]> {
    const found = await this.users
      .find({ ...inOrganisation(organisationId), passwordHash: { $ne: null } }, { _id: 1 })
      .lean()
      .exec();
    return found.map(({ _id }) => _id);
  }

  async find(organisationId: string, userId: string, session: ClientSession): Promise<MemberRecord | null> {
    return asMember(await this.read(organisationId, userId, session), organisationId);
  }

  countAdmins(organisationId: string, session: ClientSession): Promise<number> {
    const role = 'admin';
    const elsewhere = {
      organisationId: { $ne: organisationId },
      memberships: { $elemMatch: { organisationId, role } },
    };
    return this.users.countDocuments({ $or: [{ organisationId, role }, elsewhere] }, { session }).exec();
  }

  /** @returns the changed member, or null when the organisation has no such member */
  async change(
    organisationId: string,
    userId: string,
    { name, ...change }: Partial<Pick<MemberRecord, 'name' | 'role' | 'accountIds' | 'mayDownload'>>,
    session: ClientSession,
  ): Promise<MemberRecord | null> {
    const user = await this.read(organisationId, userId, session);
    if (!user) return null;
    const memberships = membershipsOf(user).map((one) =>
      one.organisationId === organisationId ? { ...one, ...change } : one,
    );
    const changed = { ...withMemberships(memberships, user.organisationId), ...(name !== undefined && { name }) };
    await this.set(user, changed, session);
    return asMember({ ...user, ...changed }, organisationId);
  }

  /**
   * Makes a person who belongs to other organisations a member of one more, which signing in opens from now on.
   * @param of one of their organisations
   */
  async addMembership(
    of: string,
    userId: string,
    membership: MembershipRecord,
    session: ClientSession,
  ): Promise<MemberRecord> {
    const user = (await this.read(of, userId, session))!;
    const { organisationId } = membership;
    const changed = withMemberships([...membershipsOf(user), membership], organisationId);
    await this.set(user, changed, session);
    return asMember({ ...user, ...changed }, organisationId)!;
  }

  /** Notes the organisation that signing in opens. @returns null if the person does not belong to it */
  async open(organisationId: string, userId: string, session: ClientSession): Promise<MemberRecord | null> {
    const user = await this.read(organisationId, userId, session);
    if (user) await this.set(user, withMemberships(membershipsOf(user), organisationId), session);
    return asMember(user, organisationId);
  }

  /** Ends a membership and its sessions. A person without another one is removed. @returns whether they were */
  async remove(organisationId: string, userId: string, session: ClientSession): Promise<boolean> {
    const user = await this.read(organisationId, userId, session);
    if (!user) return false;
    const left = membershipsOf(user).filter((one) => one.organisationId !== organisationId);
    if (left.length > 0) await this.set(user, withMemberships(left, user.organisationId), session);
    else await this.users.deleteOne({ _id: userId, organisationId }, { session });
    await this.sessions.deleteMany({ userId, organisationId }, { session });
    return left.length === 0;
  }

  private read(organisationId: string, userId: string, session: ClientSession): Promise<UserRecord | null> {
    return this.users
      .findOne({ _id: userId, ...inOrganisation(organisationId) }, null, { session })
      .lean()
      .exec();
  }

  private async set(
    { _id, organisationId }: UserRecord,
    change: Partial<UserRecord>,
    session: ClientSession,
  ): Promise<void> {
    await this.users.updateOne({ _id, organisationId }, { $set: change }, { session });
  }

  /**
   * Makes transactions that change the members of an organisation exclude each other: all of them write this, so of two
   * at the same time one runs again and sees what the other did.
   */
  async exclude(organisationId: string, session: ClientSession): Promise<void> {
    await this.organisations.updateOne(
      { _id: organisationId },
      { $set: { membersChangedAt: new Date() } },
      { session },
    );
  }

  /** Stores an invitation and replaces an earlier one for the same address. */
  async invite(record: InvitationRecord, session: ClientSession): Promise<void> {
    const { organisationId, email } = record;
    await this.invitations.deleteMany({ organisationId, email }, { session });
    await this.invitations.create([record], { session });
  }

  /** Valid invitations, oldest first; reads one more than `limit`. */
  listInvitations(organisationId: string, { after, limit }: PageQuery, now: Date): Promise<InvitationRecord[]> {
    return this.invitations
      .find({ organisationId, expiresAt: { $gt: now }, ...(after && { _id: { $gt: after } }) })
      .sort({ _id: 1 })
      .limit(limit + 1)
      .lean()
      .exec();
  }

  countInvitations(organisationId: string, now: Date): Promise<number> {
    return this.invitations.countDocuments({ organisationId, expiresAt: { $gt: now } }).exec();
  }

  async withdrawInvitation(organisationId: string, invitationId: string, session: ClientSession): Promise<boolean> {
    const { deletedCount } = await this.invitations.deleteOne({ _id: invitationId, organisationId }, { session });
    return deletedCount === 1;
  }

  /**
   * Not limited to an organisation: the invitation determines it. The TTL index may remove an expired one a minute
   * late.
   */
  findInvitation(tokenHash: string, now: Date, session: ClientSession): Promise<InvitationRecord | null> {
    return this.invitations
      .findOne({ tokenHash, expiresAt: { $gt: now } }, null, { session })
      .lean()
      .exec();
  }

  /**
   * The latest invitation for an address in any organisation. Like the link, a verified address determines the
   * organisation.
   */
  async findInvitationByEmail(email: string, now: Date, session: ClientSession): Promise<InvitationRecord | null> {
    const [latest] = await this.invitations
      .find({ email: email.toLowerCase(), expiresAt: { $gt: now } }, null, { session })
      .sort({ createdAt: -1 })
      .limit(1)
      .lean()
      .exec();
    return latest ?? null;
  }

  /** Uses an invitation up. @returns false when it was already used */
  async useInvitation(tokenHash: string, session: ClientSession): Promise<boolean> {
    return (await this.invitations.deleteOne({ tokenHash }, { session })).deletedCount === 1;
  }
}
