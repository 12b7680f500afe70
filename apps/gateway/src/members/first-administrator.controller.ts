import { Controller, Inject, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { firstAdministratorSchema, meSchema, type FirstAdministrator, type Me } from '#contracts';
import { CONFIG, type Config } from '#platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { clientOf } from '../access/client.js';
import { readSessionCookies, setSessionCookie } from '../access/session-cookie.js';
import { SessionsService } from '../access/sessions.service.js';
import { Committing, type Commit } from '../audit/commit.js';
import { JsonBody } from '../http/request-input.js';
import { created } from '../routes/answers.js';
import { Route } from '../routes/route.js';
import { FirstAdministratorService } from './first-administrator.service.js';

@ApiTags('access')
@Controller('first-administrator')
export class FirstAdministratorController {
  constructor(
    private readonly firstAdministrator: FirstAdministratorService,
    private readonly sessions: SessionsService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Route('POST', '', {
    role: 'public',
    audit: 'member.joined',
    mayBeGuessedAt: true,
    summary: 'Become the first administrator',
    description:
      'While nobody can sign in, the gateway logs a link at its start; this takes its token. It makes the organisation, and signs in as `POST /v1/session` does.',
    body: firstAdministratorSchema,
    answer: created(meSchema),
    problems: ['link_not_valid'],
  })
  async becomeFirstAdministrator(
    @JsonBody() body: FirstAdministrator,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Committing() commit: Commit,
  ): Promise<Me> {
    const { token, principal } = await commit(async (session) =>
      this.sessions.open(await this.firstAdministrator.come(body, session), clientOf(request), session),
    );
    setSessionCookie(reply, token, this.config);
    await this.sessions.endAll(readSessionCookies(request), request.id);
    return this.sessions.me(principal);
  }
}
