import { Controller, Delete, Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  invitationAcceptSchema,
  pageQuerySchema,
  type Invitation,
  type InvitationAccept,
  type Me,
  type Page,
  type PageQuery,
} from '#contracts';
import { CONFIG, type Config } from '#platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { MeReader } from '../access/me.js';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { Public, RequiresRole } from '../access/route-access.js';
import { setSessionCookie } from '../access/session-cookie.js';
import { Sessions } from '../access/sessions.js';
import { accessExamples } from '../docs/access-examples.js';
import { Audited } from '../audit/audited.js';
import { ApiRoute } from '../docs/api-route.js';
import { examples } from '../docs/examples.js';
import { JsonBody, ValidQuery } from '../http/request-input.js';
import { MayBeGuessedAt } from '../limits/limiters.js';
import { Invitations } from './invitations.js';

@ApiTags('access')
@Controller('invitations')
@RequiresRole('admin')
export class InvitationsController {
  constructor(
    private readonly invitations: Invitations,
    private readonly sessions: Sessions,
    private readonly me: MeReader,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  @ApiRoute({
    summary: 'List invitations',
    description: 'Those that nobody has taken and that still work, oldest first.',
    query: pageQuerySchema,
    answer: { status: 200, schema: 'InvitationPage', example: accessExamples.invitations },
    problems: ['invalid_request', 'not_allowed'],
  })
  listInvitations(
    @CurrentPrincipal() { organisationId }: Principal,
    @ValidQuery(pageQuerySchema) query: PageQuery,
  ): Promise<Page<Invitation>> {
    return this.invitations.list(organisationId, query);
  }

  @Delete(':id')
  @Audited('invitation.withdrawn')
  @HttpCode(204)
  @ApiRoute({
    summary: 'Withdraw an invitation',
    answer: { status: 204, description: 'Its link works no more.' },
    problems: ['not_allowed', 'invitation_not_found'],
  })
  withdrawInvitation(@CurrentPrincipal() { organisationId }: Principal, @Param('id') id: string): Promise<void> {
    return this.invitations.withdraw(organisationId, id);
  }

  @Post('accept')
  @Audited('member.joined')
  @Public()
  @MayBeGuessedAt()
  @ApiRoute({
    summary: 'Become a member',
    description: 'With the token of an invitation’s link. It also signs in, as `POST /v1/session` does.',
    public: true,
    body: { schema: 'InvitationAccept', example: accessExamples.invitationAccept },
    answer: { status: 201, schema: 'Me', example: examples.me },
    problems: ['invalid_request', 'link_not_valid', 'email_in_use', 'unsupported_media_type', 'too_many_requests'],
  })
  async acceptInvitation(
    @JsonBody(invitationAcceptSchema) body: InvitationAccept,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Me> {
    const { token, principal } = await this.sessions.open(await this.invitations.accept(body));
    request.principal = principal;
    setSessionCookie(reply, token, this.config);
    return this.me.read(principal);
  }
}
