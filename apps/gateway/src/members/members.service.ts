import { Injectable } from '@nestjs/common';
import type { Member, MemberPatch, Page, PageQuery } from '#contracts';
import { MembersRepository, type UserRecord } from '#persistence';
import { ProblemError } from '#platform';
import { setTimeout as sleep } from 'node:timers/promises';
import { pageAnswer } from '../http/page-answer.js';

/** The lock on an organisation's members expires after this. A change takes a few milliseconds. */
const HOLD_MS = 10_000;
const TRY_AGAIN_MS = 50;
const PATIENCE_MS = 3_000;

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

  /** @throws ProblemError `member_not_found`, `last_administrator` */
  change(organisationId: string, memberId: string, { name, role }: MemberPatch): Promise<Member> {
    const change = { ...(name !== undefined && { name }), ...(role !== undefined && { role }) };
    return this.holding(organisationId, async () => {
      if (role !== undefined && role !== 'admin') await this.keepOneAdmin(organisationId, memberId);
      const record = await this.members.change(organisationId, memberId, change);
      if (!record) throw memberNotFound();
      return memberAnswer(record);
    });
  }

  /**
   * Removes a member. Their sessions end at once.
   * @throws ProblemError `member_not_found`, `last_administrator`
   */
  remove(organisationId: string, memberId: string): Promise<void> {
    return this.holding(organisationId, async () => {
      await this.keepOneAdmin(organisationId, memberId);
      await this.members.remove(organisationId, memberId);
    });
  }

  private async keepOneAdmin(organisationId: string, memberId: string): Promise<void> {
    const member = await this.members.find(organisationId, memberId);
    if (!member) throw memberNotFound();
    if (member.role !== 'admin' || (await this.members.countAdmins(organisationId)) > 1) return;
    throw new ProblemError('last_administrator');
  }

  /** Holds a lock on the organisation's members while `work` runs, so that one administrator always remains. */
  private async holding<T>(organisationId: string, work: () => Promise<T>): Promise<T> {
    const giveUpAt = Date.now() + PATIENCE_MS;
    let until = new Date(Date.now() + HOLD_MS);
    while (!(await this.members.hold(organisationId, until))) {
      if (Date.now() > giveUpAt) throw new ProblemError('unavailable/members');
      await sleep(TRY_AGAIN_MS);
      until = new Date(Date.now() + HOLD_MS);
    }
    try {
      return await work();
    } finally {
      await this.members.release(organisationId, until);
    }
  }
}

function memberAnswer({ _id, name, email, role, createdAt }: UserRecord): Member {
  return { id: _id, name, email, role, createdAt: createdAt.toISOString() };
}

function memberNotFound(): ProblemError {
  return new ProblemError('member_not_found');
}
