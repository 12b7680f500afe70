import { Injectable } from '@nestjs/common';
import type { Member, MemberPatch, Page, PageQuery } from '#contracts';
import { MembersRepository, type MemberRecord } from '#persistence';
import { ProblemError } from '#platform';
import type { ClientSession } from 'mongodb';
import type { Commit } from '../audit/commit.js';
import { pageAnswer } from '../http/page-answer.js';

/** The members of an organisation. */
@Injectable()
export class MembersService {
  constructor(private readonly members: MembersRepository) {}

  async list(organisationId: string, query: PageQuery): Promise<Page<Member>> {
    const [found, value] = await Promise.all([
      this.members.list(organisationId, query),
      this.members.count(organisationId),
    ]);
    return pageAnswer(found, query.limit, value, memberAnswer);
  }

  /**
   * The name is the person's: nobody changes it in an organisation for another.
   * @throws ProblemError `member_not_found`, `last_administrator`, `member_of_several`
   */
  change(organisationId: string, memberId: string, { name, role }: MemberPatch, commit: Commit): Promise<Member> {
    const change = { ...(name !== undefined && { name }), ...(role !== undefined && { role }) };
    return commit(async (session) => {
      if (role !== undefined && role !== 'admin') await this.keepOneAdmin(organisationId, memberId, session);
      const record = await this.members.change(organisationId, memberId, change, session);
      if (!record) throw memberNotFound();
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
      await this.members.remove(organisationId, memberId, session);
    });
  }

  private async keepOneAdmin(organisationId: string, memberId: string, session: ClientSession): Promise<void> {
    await this.members.exclude(organisationId, session);
    const member = await this.members.find(organisationId, memberId, session);
    if (!member) throw memberNotFound();
    if (member.role !== 'admin' || (await this.members.countAdmins(organisationId, session)) > 1) return;
    throw new ProblemError('last_administrator');
  }
}

function memberAnswer({ _id, name, email, role, createdAt }: MemberRecord): Member {
  return { id: _id, name, email, role, createdAt: createdAt.toISOString() };
}

function memberNotFound(): ProblemError {
  return new ProblemError('member_not_found');
}
