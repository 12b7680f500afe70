import { Inject, Injectable } from '@nestjs/common';
import type {
  Invitation,
  InvitationAccept,
  InvitationAcceptAs,
  MemberInvite,
  NewInvitation,
  Page,
  PageQuery,
} from '#contracts';
import {
  AccessRepository,
  isDuplicateKey,
  MembersRepository,
  PasswordLinksRepository,
  type AccountScope,
  type InvitationRecord,
  type MemberRecord,
} from '#persistence';
import { CONFIG, hashToken, newToken, ProblemError, type Config } from '#platform';
import type { ClientSession } from 'mongodb';
import { v7 as newId } from 'uuid';
import { hashNewPassword } from '../access/new-password.js';
import type { UserPrincipal } from '../access/principal.js';
import { AccountsService } from '../accounts/accounts.service.js';
import type { Commit } from '../audit/commit.js';
import { pageAnswer } from '../http/page-answer.js';
import { pageLink } from './page-link.js';

/** Invites people, and makes those who accept members. */
@Injectable()
export class InvitationsService {
  constructor(
    private readonly members: MembersRepository,
    private readonly access: AccessRepository,
    private readonly passwordLinks: PasswordLinksRepository,
    private readonly accounts: AccountsService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * @returns the invitation with its link, which is shown only this once. The inviting administrator passes it on
   * @throws ProblemError `email_in_use` when a member of this organisation has it. Other organisations stay secret
   */
  async invite(scope: AccountScope, { email, ...rights }: MemberInvite, commit: Commit): Promise<NewInvitation> {
    const { organisationId } = scope;
    await this.accounts.requireAll(scope, rights.accountIds);
    const known = await this.access.findUserByEmail(email);
    if (known?.organisationIds.includes(organisationId)) throw new ProblemError('email_in_use');
    const token = newToken();
    const createdAt = new Date();
    const record: InvitationRecord = {
      _id: newId(),
      organisationId,
      email: email.toLowerCase(),
      ...rights,
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
  async accept({ token, name, password }: InvitationAccept, session: ClientSession): Promise<MemberRecord> {
    const invitation = await this.find(token, session);
    if (await this.access.findUserByEmail(invitation.email, session)) throw emailInUse();
    const organisations = await this.access.organisationNames([invitation.organisationId]);
    const hash = await hashNewPassword(password, [invitation.email, name, ...organisations]);
    return this.join(invitation, name, hash, session);
  }

  /**
   * Makes a person who is signed in a member of one more organisation. The invitation must be to their address. Links
   * for a new password that an administrator made for them end: they would open the other organisation, too.
   * @throws ProblemError `link_not_valid`, `not_your_invitation`, `email_in_use` for a member
   */
  async acceptAs(
    { id, organisationId: from }: Pick<UserPrincipal, 'id' | 'organisationId'>,
    { token }: InvitationAcceptAs,
    session: ClientSession,
  ): Promise<MemberRecord> {
    const { tokenHash, email, organisationId, ...rest } = await this.find(token, session);
    const person = await this.members.find(from, id, session);
    if (person?.email !== email) throw new ProblemError('not_your_invitation');
    if (person.organisationIds.includes(organisationId)) throw new ProblemError('email_in_use');
    if (!(await this.members.useInvitation(tokenHash, session))) throw linkNotValid();
    await this.passwordLinks.removeAll(id, session);
    return this.members.addMembership(from, id, { organisationId, ...rightsOf(rest), joinedAt: new Date() }, session);
  }

  /**
   * Accepts the invitation to an e-mail address that is verified to be theirs.
   * @returns null if there is no such invitation
   */
  async acceptByEmail(email: string, name: string, session: ClientSession): Promise<MemberRecord | null> {
    const invitation = await this.members.findInvitationByEmail(email, new Date(), session);
    return invitation && this.join(invitation, name, null, session);
  }

  /** @throws ProblemError `link_not_valid` */
  private async find(token: string, session: ClientSession): Promise<InvitationRecord> {
    const invitation = await this.members.findInvitation(hashToken(token), new Date(), session);
    if (!invitation) throw linkNotValid();
    return invitation;
  }

  private async join(
    invitation: InvitationRecord,
    name: string,
    passwordHash: string | null,
    session: ClientSession,
  ): Promise<MemberRecord> {
    if (!(await this.members.useInvitation(invitation.tokenHash, session))) throw linkNotValid();
    const { organisationId, email } = invitation;
    const user = {
      _id: newId(),
      organisationId,
      email,
      name,
      ...rightsOf(invitation),
      passwordHash,
      createdAt: new Date(),
    };
    await this.access.insertUser(user, session).catch((error: unknown) => {
      throw isDuplicateKey(error) ? emailInUse() : error;
    });
    return { ...user, organisationIds: [organisationId] };
  }
}

/** Invitations of builds before this one limit nobody. */
function rightsOf({
  role,
  accountIds = null,
  mayDownload = true,
}: Pick<InvitationRecord, 'role' | 'accountIds' | 'mayDownload'>) {
  return { role, accountIds, mayDownload };
}

function invitationAnswer(invitation: InvitationRecord): Invitation {
  const { _id, email, createdAt, expiresAt } = invitation;
  return {
    id: _id,
    email,
    ...rightsOf(invitation),
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
}

function linkNotValid(): ProblemError {
  return new ProblemError('link_not_valid');
}

function emailInUse(): ProblemError {
  return new ProblemError('email_in_use/elsewhere');
}
