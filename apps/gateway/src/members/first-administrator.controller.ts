import { Controller, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { firstAdministratorSchema, type FirstAdministrator as Body, type Me } from '#contracts';
import { CONFIG, type Config } from '#platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { MeReader } from '../access/me.js';
import { Public } from '../access/route-access.js';
import { setSessionCookie } from '../access/session-cookie.js';
import { Sessions } from '../access/sessions.js';
import { accessExamples } from '../docs/access-examples.js';
import { Audited } from '../audit/audited.js';
import { ApiRoute } from '../docs/api-route.js';
import { examples } from '../docs/examples.js';
import { JsonBody } from '../http/request-input.js';
import { MayBeGuessedAt } from '../limits/limiters.js';
import { FirstAdministrator } from './first-administrator.js';

@ApiTags('access')
@Controller('first-administrator')
@Public()
export class FirstAdministratorController {
  constructor(
    private readonly first: FirstAdministrator,
    private readonly sessions: Sessions,
    private readonly me: MeReader,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post()
  @Audited('member.joined')
  @MayBeGuessedAt()
  @ApiRoute({
    summary: 'Become the first administrator',
    description:
      'While nobody can sign in, the gateway logs a link at its start; this takes its token. It makes the organisation, and signs in as `POST /v1/session` does.',
    public: true,
    body: { schema: 'FirstAdministrator', example: accessExamples.firstAdministrator },
    answer: { status: 201, schema: 'Me', example: examples.me },
    problems: ['invalid_request', 'link_not_valid', 'unsupported_media_type', 'too_many_requests'],
  })
  async becomeFirstAdministrator(
    @JsonBody(firstAdministratorSchema) body: Body,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Me> {
    const { token, principal } = await this.sessions.open(await this.first.come(body));
    request.principal = principal;
    setSessionCookie(reply, token, this.config);
    return this.me.read(principal);
  }
}
