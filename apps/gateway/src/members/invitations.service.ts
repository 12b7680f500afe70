import { Inject, Injectable } from '@nestjs/common';
import type { Invitation, InvitationAccept, MemberInvite, NewInvitation, Page, PageQuery } from '#contracts';
import {
  AccessRepository,
  isDuplicateKey,
  MembersRepository,
  type InvitationRecord,
  type UserRecord,
} from '#persistence';
import { CONFIG, hashToken, newToken, ProblemError, type Config } from '#platform';
import type { ClientSession } from 'mongodb';
import { v7 as newId } from 'uuid';
import { hashNewPassword } from '../access/new-password.js';
import type { Commit } from '../audit/commit.js';
import { pageAnswer } from '../http/page-answer.js';
import { pageLink } from './page-link.js';

/** Invites people, and makes those who accept members. */
@Injectable()
export class InvitationsService {
  constructor(
    private readonly members: MembersRepository,
    private readonly access: AccessRepository,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * @returns the invitation with its link, which is shown only this once. The inviting administrator passes it on
   * @throws ProblemError `email_in_use` when a member of this organisation has it. Other organisations stay secret
   */
  async invite(organisationId: string, { email, role }: MemberInvite, commit: Commit): Promise<NewInvitation> {
    const known = await this.access.findUserByEmail(email);
    if (known?.organisationId === organisationId) throw new ProblemError('email_in_use');
    const token = newToken();
    const createdAt = new Date();
    const record: InvitationRecord = {
      _id: newId(),
      organisationId,
      email: email.toLowerCase(),
      role,
      tokenHash: hashToken(token),
      createdAt,
      expiresAt: new Date(createdAt.getTime() + this.config.LINK_HOURS * 3_600_000),
    };
    await commit(async (session) => {
      await this.members.invite(record, session);
      return record;
    });
    return { ...invitationAnswer(record), link: pageLink(this.config, '/welcome', { invitation: token }) };
  }

  async list(organisationId: string, query: PageQuery): Promise<Page<Invitation>> {
    const now = new Date();
    const [found, value] = await Promise.all([
      this.members.listInvitations(organisationId, query, now),
      this.members.countInvitations(organisationId, now),
    ]);
    return pageAnswer(found, query.limit, value, invitationAnswer);
  }

  /** @throws ProblemError `invitation_not_found` */
  withdraw(organisationId: string, invitationId: string, commit: Commit): Promise<void> {
    return commit(async (session) => {
      if (await this.members.withdrawInvitation(organisationId, invitationId, session)) return;
      throw new ProblemError('invitation_not_found');
    });
  }

  /**
   * Makes the person with the link a member. A wrong, a used and an expired link get the same error.
   * @throws ProblemError `link_not_valid`, `email_in_use`, `invalid_request` for a common password
   */
  async accept({ token, name, password }: InvitationAccept, session: ClientSession): Promise<UserRecord> {
    const tokenHash = hashToken(token);
    const invitation = await this.members.findInvitation(tokenHash, new Date(), session);
    if (!invitation) throw linkNotValid();
    if (await this.access.findUserByEmail(invitation.email, session)) throw emailInUse();
    return this.join(invitation, name, await hashNewPassword(password, [invitation.email, name]), session);
  }

  /**
   * Accepts the invitation to an e-mail address that is verified to be theirs.
   * @returns null if there is no such invitation
   */
  async acceptByEmail(email: string, name: string, session: ClientSession): Promise<UserRecord | null> {
    const invitation = await this.members.findInvitationByEmail(email, new Date(), session);
    return invitation && this.join(invitation, name, null, session);
  }

  private async join(
    invitation: InvitationRecord,
    name: string,
    passwordHash: string | null,
    session: ClientSession,
  ): Promise<UserRecord> {
    if (!(await this.members.useInvitation(invitation.tokenHash, session))) throw linkNotValid();
    const { organisationId, email, role } = invitation;
    const user: UserRecord = {
      _id: newId(),
      organisationId,
      email,
      name,
      role,
      passwordHash,
      createdAt: new Date(),
    };
    await this.access.insertUser(user, session).catch((error: unknown) => {
      throw isDuplicateKey(error) ? emailInUse() : error;
    });
    return user;
  }
}

function invitationAnswer({ _id, email, role, createdAt, expiresAt }: InvitationRecord): Invitation {
  return { id: _id, email, role, createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString() };
}

function linkNotValid(): ProblemError {
  return new ProblemError('link_not_valid');
}

function emailInUse(): ProblemError {
  return new ProblemError('email_in_use/elsewhere');
}
