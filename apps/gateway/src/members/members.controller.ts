import { Controller, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  memberInviteSchema,
  memberPatchSchema,
  pageQuerySchema,
  type Member,
  type MemberInvite,
  type MemberPatch,
  type NewInvitation,
  type Page,
  type PageQuery,
} from '#contracts';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { RequiresRole } from '../access/route-access.js';
import { accessExamples } from '../docs/access-examples.js';
import { Audited } from '../audit/audited.js';
import { ApiRoute } from '../docs/api-route.js';
import { JsonBody, ValidQuery } from '../http/request-input.js';
import { Invitations } from './invitations.js';
import { Members } from './members.js';

@ApiTags('access')
@Controller('members')
@RequiresRole('admin')
export class MembersController {
  constructor(
    private readonly members: Members,
    private readonly invitations: Invitations,
  ) {}

  @Get()
  @ApiRoute({
    summary: 'List members',
    description: 'Oldest first.',
    query: pageQuerySchema,
    answer: { status: 200, schema: 'MemberPage', example: accessExamples.members },
    problems: ['invalid_request', 'not_allowed'],
  })
  listMembers(
    @CurrentPrincipal() { organisationId }: Principal,
    @ValidQuery(pageQuerySchema) query: PageQuery,
  ): Promise<Page<Member>> {
    return this.members.list(organisationId, query);
  }

  @Post()
  @Audited('member.invited')
  @ApiRoute({
    summary: 'Invite a member',
    description:
      'The answer shows a link, this once: pass it on. It works one time, and not for ever. Inviting the same address again ends the link before.',
    body: { schema: 'MemberInvite', example: accessExamples.memberInvite },
    answer: { status: 201, schema: 'NewInvitation', example: accessExamples.newInvitation },
    problems: ['invalid_request', 'not_allowed', 'email_in_use', 'unsupported_media_type'],
  })
  inviteMember(
    @CurrentPrincipal() { organisationId }: Principal,
    @JsonBody(memberInviteSchema) body: MemberInvite,
  ): Promise<NewInvitation> {
    return this.invitations.invite(organisationId, body);
  }

  @Patch(':id')
  @Audited('member.changed')
  @ApiRoute({
    summary: "Change a member's name or role",
    description: 'The role holds from their next request on.',
    body: { schema: 'MemberPatch', example: accessExamples.memberPatch },
    answer: { status: 200, schema: 'Member', example: accessExamples.member },
    problems: ['invalid_request', 'not_allowed', 'member_not_found', 'last_administrator', 'unsupported_media_type'],
  })
  changeMember(
    @CurrentPrincipal() { organisationId }: Principal,
    @Param('id') id: string,
    @JsonBody(memberPatchSchema) body: MemberPatch,
  ): Promise<Member> {
    return this.members.change(organisationId, id, body);
  }

  @Delete(':id')
  @Audited('member.removed')
  @HttpCode(204)
  @ApiRoute({
    summary: 'Remove a member',
    description: 'Their sessions end at once. Keys belong to the organisation and stay.',
    answer: { status: 204, description: 'They are no member any more.' },
    problems: ['not_allowed', 'member_not_found', 'last_administrator'],
  })
  removeMember(@CurrentPrincipal() { organisationId }: Principal, @Param('id') id: string): Promise<void> {
    return this.members.remove(organisationId, id);
  }
}
