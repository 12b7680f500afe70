import { Controller, Inject, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { oidcStartQuerySchema, sessionWaysSchema, type OidcStartQuery, type SessionWays } from '#contracts';
import { CONFIG, ProblemError, type Config } from '#platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { clientOf } from '../access/client.js';
import { WelcomeService } from '../access/welcome.service.js';
import { relyingParty } from '../second-factor/relying-party.js';
import { ValidQuery } from '../http/request-input.js';
import { redirect } from '../routes/answers.js';
import { Route } from '../routes/route.js';
import { keepAttempt, takeAttempt } from './attempt-cookie.js';
import { OidcService, SignInRefused } from './oidc.service.js';
import { failedAddress, localAddress } from './return-address.js';

interface To {
  url: string;
}
const to = (url: string): To => ({ url });

@ApiTags('access')
@Controller('session')
export class OidcController {
  constructor(
    private readonly oidc: OidcService,
    private readonly welcomes: WelcomeService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Route('GET', 'ways', {
    role: 'public',
    summary: 'How to sign in',
    description:
      'Besides e-mail and password. `oidc` is null where no OpenID provider is set up. `resetByMail`: a forgotten password can be replaced by mail. `passkeys` is missing where they cannot be used; elsewhere its `origin` is the only address at which browsers can.',
    answer: sessionWaysSchema,
  })
  ways(): SessionWays {
    const { OIDC_ISSUER, OIDC_NAME, SMTP_URL } = this.config;
    const party = relyingParty(this.config);
    return {
      oidc: OIDC_ISSUER === undefined ? null : { name: OIDC_NAME, url: '/v1/session/oidc' },
      ...(SMTP_URL !== undefined && { resetByMail: true }),
      ...(party && { passkeys: { origin: party.origin } }),
    };
  }

  @Route('GET', 'oidc', {
    role: 'public',
    mayBeGuessedAt: true,
    summary: 'Sign in at the OpenID provider',
    description: 'For a browser to go to. It comes back to `returnTo`, an address of the page.',
    query: oidcStartQuerySchema,
    queryExamples: { returnTo: '/contacts' },
    answer: redirect('To the provider; when it is away, back to the page with `?signIn=away`.', 'Where to go on.'),
    problems: ['not_configured'],
  })
  async begin(
    @ValidQuery() query: OidcStartQuery,
    @Req() { headers }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<To> {
    const returnTo = localAddress(query.returnTo);
    // Another site signs nobody in: the person presses the button of our page. Old browsers do not say who asks.
    if (/^(cross|same)-site$/.test(String(headers['sec-fetch-site']))) return to(returnTo);
    try {
      const { url, attempt } = await this.oidc.begin();
      keepAttempt(reply, { ...attempt, returnTo }, this.config);
      return to(url);
    } catch (error) {
      return backWithFailure(error, returnTo);
    }
  }

  @Route('GET', 'oidc/callback', {
    role: 'public',
    mayBeGuessedAt: true,
    summary: 'Come back from the OpenID provider',
    description: 'The address to register there. Sets the session cookie as `POST /v1/session` does.',
    answer: redirect('To the page; with `?signIn=` and the reason when nobody was signed in.', 'Where to go on.'),
    problems: ['not_configured'],
  })
  async finish(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<To> {
    const attempt = takeAttempt(request, reply, this.config);
    const returnTo = localAddress(attempt?.returnTo);
    try {
      const query = request.url.slice((request.url + '?').indexOf('?'));
      const opened = await this.oidc.finish(query, attempt, clientOf(request), request.id);
      await this.welcomes.welcome(opened, request, reply);
      return to(returnTo);
    } catch (error) {
      return backWithFailure(error, returnTo);
    }
  }
}

/** A person in a browser gets a message on the page instead of a problem in JSON. */
function backWithFailure(error: unknown, returnTo: string): To {
  if (error instanceof SignInRefused) return to(failedAddress(returnTo, error.failure));
  if (error instanceof ProblemError && error.code === 'organisation_suspended')
    return to(failedAddress(returnTo, 'suspended'));
  throw error;
}
