import { Injectable } from '@nestjs/common';
import { coded, isLimitedAdmin, type Member, type MemberPatch, type Page, type PageQuery } from '#contracts';
import {
  MembersRepository,
  SecondFactorsRepository,
  SessionsRepository,
  SignInAttemptsRepository,
  type AccountScope,
  type MemberRecord,
} from '#persistence';
import { ProblemError } from '#platform';
import type { ClientSession } from 'mongodb';
import type { Principal } from '../access/principal.js';
import { AccountsService } from '../accounts/accounts.service.js';
import type { Commit } from '../audit/commit.js';
import { pageAnswer } from '../http/page-answer.js';
import { FactorNotices } from '../second-factor/factor-notices.js';

/** The members of an organisation. */
@Injectable()
export class MembersService {
  constructor(
    private readonly members: MembersRepository,
    private readonly factors: SecondFactorsRepository,
    private readonly sessions: SessionsRepository,
    private readonly attempts: SignInAttemptsRepository,
    private readonly accounts: AccountsService,
    private readonly notices: FactorNotices,
  ) {}

  async list(organisationId: string, query: PageQuery): Promise<Page<Member>> {
    const [found, value] = await Promise.all([
      this.members.list(organisationId, query),
      this.members.count(organisationId),
    ]);
    const withFactor = await this.factors.whoHas(found.map(({ _id }) => _id));
    return pageAnswer(found, query.limit, value, (user) => ({
      ...memberAnswer(user),
      secondFactor: withFactor.has(user._id),
    }));
  }

  /**
   * The name is the person's: nobody changes it in an organisation for another. What is limited counts from the next
   * request on.
   * @throws ProblemError `member_not_found`, `last_administrator`, `member_of_several`, `account_not_found`;
   *   `invalid_request` for a limited administrator
   */
  async change(scope: AccountScope, memberId: string, change: MemberPatch, commit: Commit): Promise<Member> {
    const { organisationId } = scope;
    const { name, role, accountIds, mayDownload } = change;
    await this.accounts.requireAll(scope, accountIds);
    return commit(async (session) => {
      if (role !== undefined && role !== 'admin') await this.keepOneAdmin(organisationId, memberId, session);
      const record = await this.members.change(organisationId, memberId, change, session);
      if (!record) throw memberNotFound();
      if (isLimitedAdmin({ role: record.role, accountIds, mayDownload })) throw limitedAdmin();
      if (name !== undefined && record.organisationIds.length > 1) throw new ProblemError('member_of_several/name');
      return memberAnswer(record);
    });
  }

  /**
   * Removes a member. Their sessions here end at once; in other organisations they stay what they are.
   * @throws ProblemError `member_not_found`, `last_administrator`
   */
  remove(organisationId: string, memberId: string, commit: Commit): Promise<void> {
    return commit(async (session) => {
      await this.keepOneAdmin(organisationId, memberId, session);
      const isGone = await this.members.remove(organisationId, memberId, session);
      if (isGone) await this.factors.remove(memberId, session);
    });
  }

  /**
   * Takes the second factor of a member away, who has lost it: app, passkeys and recovery codes. Their sessions end, so
   * they sign in with their password. It also guards the other organisations of the member, so there must be none.
   * @throws ProblemError `member_not_found`, `no_second_factor`, `member_of_several`; `not_allowed` for the own one
   */
  async resetSecondFactor(
    { organisationId, id }: Principal,
    memberId: string,
    requestId: string,
    commit: Commit,
  ): Promise<void> {
    if (id === memberId) throw new ProblemError('not_allowed/own_second_factor');
    await commit(async (session) => {
      const member = await this.members.find(organisationId, memberId, session);
      if (!member) throw memberNotFound();
      if (member.organisationIds.length > 1) throw new ProblemError('member_of_several/second_factor');
      if (!(await this.factors.remove(memberId, session))) throw new ProblemError('no_second_factor/member');
      await this.attempts.removeAll(memberId, session);
      await this.sessions.removeAll(memberId, null, session);
    });
    await this.notices.tell({ id: memberId, organisationId }, 'reset', requestId);
  }

  private async keepOneAdmin(organisationId: string, memberId: string, session: ClientSession): Promise<void> {
    await this.members.exclude(organisationId, session);
    const member = await this.members.find(organisationId, memberId, session);
    if (!member) throw memberNotFound();
    if (member.role !== 'admin' || (await this.members.countAdmins(organisationId, session)) > 1) return;
    throw new ProblemError('last_administrator');
  }
}

function memberAnswer(record: MemberRecord): Member {
  const { _id, name, email, role, accountIds = null, mayDownload = true, createdAt } = record;
  // Limits from before somebody became an administrator count again when they are one no more.
  const limits = role === 'admin' ? { accountIds: null, mayDownload: true } : { accountIds, mayDownload };
  return { id: _id, name, email, role, ...limits, createdAt: createdAt.toISOString() };
}

function limitedAdmin(): ProblemError {
  return new ProblemError('invalid_request/body', { errors: [{ field: 'role', ...coded('field/admin_not_limited') }] });
}

function memberNotFound(): ProblemError {
  return new ProblemError('member_not_found');
}
