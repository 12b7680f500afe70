import { Controller, Delete, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { signInSchema, type Me, type SignIn } from '#contracts';
import { CONFIG, type Config } from '#platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Audited, NotAudited } from '../audit/audited.js';
import { ApiRoute } from '../docs/api-route.js';
import { examples } from '../docs/examples.js';
import { JsonBody } from '../http/request-input.js';
import { MayBeGuessedAt } from '../limits/limiters.js';
import { checkComesFromPage } from './csrf.js';
import { MeReader } from './me.js';
import { CurrentPrincipal, type Principal } from './principal.js';
import { Public, RequiresRole } from './route-access.js';
import { clearSessionCookie, readSessionCookie, setSessionCookie } from './session-cookie.js';
import { Sessions } from './sessions.js';

@ApiTags('access')
@Controller()
export class SessionController {
  constructor(
    private readonly sessions: Sessions,
    private readonly me: MeReader,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post('session')
  @Audited('session.began')
  @Public()
  @MayBeGuessedAt()
  @HttpCode(200)
  @ApiRoute({
    summary: 'Sign in',
    description: 'Sets the session cookie. Changes by cookie need the header `X-Requested-With: contacts`.',
    public: true,
    body: { schema: 'SignIn', example: examples.signIn },
    answer: { status: 200, schema: 'Me', example: examples.me },
    problems: ['wrong_credentials', 'invalid_request', 'too_many_requests'],
  })
  async signIn(
    @JsonBody(signInSchema) body: SignIn,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Me> {
    const { token, principal } = await this.sessions.begin(body, request.id);
    request.principal = principal;
    setSessionCookie(reply, token, this.config);
    return this.me.read(principal);
  }

  @Delete('session')
  @NotAudited('Sessions notes the end of one that there was')
  @Public()
  @HttpCode(204)
  @ApiRoute({
    summary: 'Sign out',
    public: true,
    answer: { status: 204, description: 'The session has ended; so it has when there was none.' },
    problems: ['csrf'],
  })
  async signOut(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const token = readSessionCookie(request);
    if (token === null) return;
    checkComesFromPage(request);
    await this.sessions.end(token, request.id);
    clearSessionCookie(reply, this.config);
  }

  @Get('me')
  @RequiresRole('viewer')
  @ApiRoute({ summary: 'Who am I', answer: { status: 200, schema: 'Me', example: examples.me } })
  whoAmI(@CurrentPrincipal() principal: Principal): Promise<Me> {
    return this.me.read(principal);
  }
}
