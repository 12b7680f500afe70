import { Controller, Param, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  memberInviteSchema,
  memberPageSchema,
  memberPatchSchema,
  memberSchema,
  newInvitationSchema,
  pageQuerySchema,
  type Member,
  type MemberInvite,
  type MemberPatch,
  type NewInvitation,
  type Page,
  type PageQuery,
} from '#contracts';
import type { FastifyRequest } from 'fastify';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { Committing, type Commit } from '../audit/commit.js';
import { JsonBody, ValidQuery } from '../http/request-input.js';
import { created, noContent } from '../routes/answers.js';
import { Route } from '../routes/route.js';
import { InvitationsService } from './invitations.service.js';
import { MembersService } from './members.service.js';

@ApiTags('access')
@Controller('members')
export class MembersController {
  constructor(
    private readonly members: MembersService,
    private readonly invitations: InvitationsService,
  ) {}

  @Route('GET', '', {
    role: 'admin',
    scope: 'admin',
    summary: 'List members',
    description: 'Oldest first.',
    query: pageQuerySchema,
    answer: memberPageSchema,
  })
  listMembers(
    @CurrentPrincipal() { organisationId }: Principal,
    @ValidQuery() query: PageQuery,
  ): Promise<Page<Member>> {
    return this.members.list(organisationId, query);
  }

  @Route('POST', '', {
    role: 'admin',
    scope: 'admin',
    audit: 'member.invited',
    summary: 'Invite a member',
    description:
      'The answer shows a link, this once: pass it on. It works one time, and not for ever. Inviting the same address again ends the link before.',
    body: memberInviteSchema,
    answer: created(newInvitationSchema),
    problems: ['email_in_use', 'account_not_found'],
  })
  inviteMember(
    @CurrentPrincipal() principal: Principal,
    @JsonBody() body: MemberInvite,
    @Committing() commit: Commit,
  ): Promise<NewInvitation> {
    return this.invitations.invite(principal, body, commit);
  }

  @Route('PATCH', ':id', {
    role: 'admin',
    scope: 'admin',
    audit: 'member.changed',
    summary: "Change a member's name, role or limits",
    description:
      'It holds from their next request on. `accountIds` are the accounts that they may see, null is all; who may not ' +
      'download sees contacts, but gets no files of them. Administrators are never limited.',
    body: memberPatchSchema,
    answer: memberSchema,
    problems: ['member_not_found', 'last_administrator', 'member_of_several', 'account_not_found'],
  })
  changeMember(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
    @JsonBody() body: MemberPatch,
    @Committing() commit: Commit,
  ): Promise<Member> {
    return this.members.change(principal, id, body, commit);
  }

  @Route('DELETE', ':id/second-factor', {
    role: 'admin',
    scope: 'admin',
    audit: 'second_factor.reset',
    summary: 'Reset the second factor of a member',
    description:
      'For a member who has lost theirs and the recovery codes. App, passkeys and codes are gone, and their sessions end; the password alone signs them in again.',
    answer: noContent('They have no second factor any more.'),
    problems: ['member_not_found', 'no_second_factor', 'member_of_several'],
  })
  resetSecondFactor(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Committing() commit: Commit,
  ): Promise<void> {
    return this.members.resetSecondFactor(principal, id, request.id, commit);
  }

  @Route('DELETE', ':id', {
    role: 'admin',
    scope: 'admin',
    audit: 'member.removed',
    summary: 'Remove a member',
    description:
      'Their sessions here end at once; in other organisations they stay members. Keys belong to the organisation and stay.',
    answer: noContent('They are no member any more.'),
    problems: ['member_not_found', 'last_administrator'],
  })
  removeMember(
    @CurrentPrincipal() { organisationId }: Principal,
    @Param('id') id: string,
    @Committing() commit: Commit,
  ): Promise<void> {
    return this.members.remove(organisationId, id, commit);
  }
}
