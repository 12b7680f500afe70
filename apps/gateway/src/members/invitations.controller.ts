import { Controller, Inject, Param, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  invitationAcceptAsSchema,
  invitationAcceptSchema,
  invitationPageSchema,
  meSchema,
  pageQuerySchema,
  type Invitation,
  type InvitationAccept,
  type InvitationAcceptAs,
  type Me,
  type Page,
  type PageQuery,
} from '#contracts';
import { CONFIG, type Config } from '#platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { clientOf } from '../access/client.js';
import { CurrentPrincipal, CurrentUser, type Principal, type UserPrincipal } from '../access/principal.js';
import { readSessionCookies, setSessionCookie } from '../access/session-cookie.js';
import { SessionsService } from '../access/sessions.service.js';
import { Committing, type Commit } from '../audit/commit.js';
import { JsonBody, ValidQuery } from '../http/request-input.js';
import { created, noContent } from '../routes/answers.js';
import { Route } from '../routes/route.js';
import { InvitationsService } from './invitations.service.js';

@ApiTags('access')
@Controller('invitations')
export class InvitationsController {
  constructor(
    private readonly invitations: InvitationsService,
    private readonly sessions: SessionsService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Route('GET', '', {
    role: 'admin',
    scope: 'admin',
    summary: 'List invitations',
    description: 'Those that nobody has taken and that still work, oldest first.',
    query: pageQuerySchema,
    answer: invitationPageSchema,
  })
  listInvitations(
    @CurrentPrincipal() { organisationId }: Principal,
    @ValidQuery() query: PageQuery,
  ): Promise<Page<Invitation>> {
    return this.invitations.list(organisationId, query);
  }

  @Route('DELETE', ':id', {
    role: 'admin',
    scope: 'admin',
    audit: 'invitation.withdrawn',
    summary: 'Withdraw an invitation',
    answer: noContent('Its link works no more.'),
    problems: ['invitation_not_found'],
  })
  withdrawInvitation(
    @CurrentPrincipal() { organisationId }: Principal,
    @Param('id') id: string,
    @Committing() commit: Commit,
  ): Promise<void> {
    return this.invitations.withdraw(organisationId, id, commit);
  }

  @Route('POST', 'accept', {
    role: 'public',
    audit: 'member.joined',
    mayBeGuessedAt: true,
    summary: 'Become a member',
    description:
      'For somebody new, with the token of an invitation’s link. It also signs in, as `POST /v1/session` does. Whoever has signed in here before uses `POST /v1/invitations/accept-as-me`.',
    body: invitationAcceptSchema,
    answer: created(meSchema),
    problems: ['link_not_valid', 'email_in_use', 'organisation_suspended'],
  })
  async acceptInvitation(
    @JsonBody() body: InvitationAccept,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Committing() commit: Commit,
  ): Promise<Me> {
    const { token, principal } = await commit(async (session) =>
      this.sessions.open(await this.invitations.accept(body, session), clientOf(request), session),
    );
    setSessionCookie(reply, token, this.config);
    await this.sessions.endAll(readSessionCookies(request), request.id);
    return this.sessions.me(principal);
  }

  @Route('POST', 'accept-as-me', {
    role: 'viewer',
    scope: 'any',
    personal: true,
    audit: 'member.joined',
    mayBeGuessedAt: true,
    summary: 'Become a member of one more organisation',
    description:
      'With the token of an invitation’s link to your address. Your session shows that organisation from now on.',
    body: invitationAcceptAsSchema,
    answer: meSchema,
    problems: ['link_not_valid', 'not_your_invitation', 'email_in_use'],
  })
  async acceptAsMe(
    @CurrentUser() person: UserPrincipal,
    @JsonBody() body: InvitationAcceptAs,
    @Committing() commit: Commit,
  ): Promise<Me> {
    const { principal } = await commit(async (session) =>
      this.sessions.show(await this.invitations.acceptAs(person, body, session), person, session),
    );
    return this.sessions.me(principal);
  }
}
