import { Controller, Get, Inject, Redirect, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { oidcStartQuerySchema, type OidcStartQuery, type SessionWays } from '#contracts';
import { CONFIG, type Config } from '#platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../access/route-access.js';
import { setSessionCookie } from '../access/session-cookie.js';
import { accessExamples } from '../docs/access-examples.js';
import { ApiRoute } from '../docs/api-route.js';
import { ValidQuery } from '../http/request-input.js';
import { MayBeGuessedAt } from '../limits/limiters.js';
import { keepAttempt, takeAttempt } from './attempt-cookie.js';
import { OidcSignIn, SignInRefused } from './oidc-sign-in.js';
import { failedAddress, localAddress } from './return-address.js';

interface To {
  url: string;
  statusCode: number;
}
const to = (url: string): To => ({ url, statusCode: 302 });

@ApiTags('access')
@Controller('session')
@Public()
export class OidcController {
  constructor(
    private readonly signIn: OidcSignIn,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('ways')
  @ApiRoute({
    summary: 'How to sign in',
    description: 'Besides e-mail and password. `oidc` is null where no OpenID provider is set up.',
    public: true,
    answer: { status: 200, schema: 'SessionWays', example: accessExamples.sessionWays },
  })
  ways(): SessionWays {
    const { OIDC_ISSUER, OIDC_NAME } = this.config;
    return { oidc: OIDC_ISSUER === undefined ? null : { name: OIDC_NAME, url: '/v1/session/oidc' } };
  }

  @Get('oidc')
  @MayBeGuessedAt()
  @Redirect()
  @ApiRoute({
    summary: 'Sign in at the OpenID provider',
    description: 'For a browser to go to. It comes back to `returnTo`, an address of the page.',
    public: true,
    query: oidcStartQuerySchema,
    queryExamples: { returnTo: '/contacts' },
    answer: {
      status: 302,
      description: 'To the provider; when it is away, back to the page with `?signIn=away`.',
      headers: { Location: 'Where to go on.' },
    },
    problems: ['invalid_request', 'not_configured', 'too_many_requests'],
  })
  async begin(
    @ValidQuery(oidcStartQuerySchema) query: OidcStartQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<To> {
    const returnTo = localAddress(query.returnTo);
    try {
      const { url, attempt } = await this.signIn.begin();
      keepAttempt(reply, { ...attempt, returnTo }, this.config);
      return to(url);
    } catch (error) {
      return backWithFailure(error, returnTo);
    }
  }

  @Get('oidc/callback')
  @MayBeGuessedAt()
  @Redirect()
  @ApiRoute({
    summary: 'Come back from the OpenID provider',
    description: 'The address to register there. Sets the session cookie as `POST /v1/session` does.',
    public: true,
    answer: {
      status: 302,
      description: 'To the page; with `?signIn=` and the reason when nobody was signed in.',
      headers: { Location: 'Where to go on.' },
    },
    problems: ['not_configured', 'too_many_requests'],
  })
  async finish(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<To> {
    const attempt = takeAttempt(request, reply, this.config);
    const returnTo = localAddress(attempt?.returnTo);
    try {
      const query = request.url.slice((request.url + '?').indexOf('?'));
      setSessionCookie(reply, await this.signIn.finish(query, attempt, request.id), this.config);
      return to(returnTo);
    } catch (error) {
      return backWithFailure(error, returnTo);
    }
  }
}

/** A browser stands here, with a person before it: the page tells them, rather than a problem in JSON. */
function backWithFailure(error: unknown, returnTo: string): To {
  if (error instanceof SignInRefused) return to(failedAddress(returnTo, error.failure));
  throw error;
}
