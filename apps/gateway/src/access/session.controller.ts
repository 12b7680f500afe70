import { Controller, Inject, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  meSchema,
  organisationSwitchSchema,
  secondStepSchema,
  signInSchema,
  type Me,
  type OrganisationSwitch,
  type SecondStep,
  type SignIn,
} from '#contracts';
import { CONFIG, ProblemError, type Config } from '#platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Committing, type Commit } from '../audit/commit.js';
import { JsonBody } from '../http/request-input.js';
import { noContent } from '../routes/answers.js';
import { Route } from '../routes/route.js';
import { clearAttemptCookie, readAttemptCookie, setAttemptCookie } from './attempt-cookie.js';
import { clientOf } from './client.js';
import { checkComesFromPage } from './csrf.js';
import { CurrentPrincipal, CurrentUser, type Principal, type UserPrincipal } from './principal.js';
import { SecondStepService } from './second-step.service.js';
import { clearSessionCookie, readSessionCookies } from './session-cookie.js';
import { SessionsService } from './sessions.service.js';
import { WelcomeService } from './welcome.service.js';

@ApiTags('access')
@Controller()
export class SessionController {
  constructor(
    private readonly sessions: SessionsService,
    private readonly secondStep: SecondStepService,
    private readonly welcomes: WelcomeService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Route('POST', 'session', {
    role: 'public',
    audit: 'session.began',
    mayBeGuessedAt: true,
    summary: 'Sign in',
    description:
      'Sets the session cookie. Changes by cookie need the header `X-Requested-With: contacts`. Where the person has a second factor, the answer is `second_factor_needed` and sets another cookie: it is good for `POST /v1/session/second-step` alone, once, within ten minutes.',
    body: signInSchema,
    answer: meSchema,
    problems: ['wrong_credentials', 'second_factor_needed', 'organisation_suspended'],
  })
  async signIn(
    @JsonBody() body: SignIn,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Committing() commit: Commit,
  ): Promise<Me> {
    const user = await this.sessions.check(body, request.id);
    if (await this.secondStep.isNeeded(user)) {
      setAttemptCookie(reply, await this.secondStep.begin(user), this.config);
      throw new ProblemError('second_factor_needed');
    }
    const opened = await commit((session) => this.sessions.open(user, clientOf(request), session));
    await this.welcomes.welcome(opened, request, reply);
    return this.sessions.me(opened.principal);
  }

  @Route('POST', 'session/second-step', {
    role: 'public',
    audit: 'session.began',
    mayBeGuessedAt: true,
    summary: 'Finish a sign-in with the second factor',
    description:
      'With a code of the authenticator app or a recovery code, and the cookie of `POST /v1/session`. Sets the session cookie. Each code is accepted once; after ten wrong ones a person has to wait, for an hour at most.',
    body: secondStepSchema,
    answer: meSchema,
    problems: ['attempt_over', 'wrong_code', 'wrong_credentials', 'organisation_suspended', 'not_configured'],
  })
  async finishSignIn(
    @JsonBody() body: SecondStep,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Committing() commit: Commit,
  ): Promise<Me> {
    const attempt = readAttemptCookie(request);
    const opened = await this.secondStep.finish(attempt, body, clientOf(request), request.id, commit);
    await this.welcomes.welcome(opened, request, reply);
    clearAttemptCookie(reply, this.config);
    return this.sessions.me(opened.principal);
  }

  @Route('DELETE', 'session', {
    role: 'public',
    audit: { none: 'SessionsService notes the end of one that there was' },
    summary: 'Sign out',
    answer: noContent('The session has ended; so it has when there was none.'),
    problems: ['csrf'],
  })
  async signOut(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const sent = readSessionCookies(request);
    if (sent.length === 0) return;
    checkComesFromPage(request);
    await this.sessions.endAll(sent, request.id);
    clearSessionCookie(reply, this.config);
  }

  @Route('POST', 'session/organisation', {
    role: 'viewer',
    scope: 'any',
    personal: true,
    mayLackFactor: true,
    audit: 'session.switched',
    summary: 'Switch to another of your organisations',
    description:
      'From now on, this session shows that organisation, with your role there; so do new ones. `GET /v1/me` lists yours.',
    body: organisationSwitchSchema,
    answer: meSchema,
    problems: ['organisation_not_found'],
  })
  switchOrganisation(
    @CurrentUser() person: UserPrincipal,
    @JsonBody() { organisationId }: OrganisationSwitch,
    @Committing() commit: Commit,
  ): Promise<Me> {
    return this.sessions.switchTo(organisationId, person, commit);
  }

  @Route('GET', 'me', {
    role: 'viewer',
    scope: 'any',
    mayLackFactor: true,
    summary: 'Who am I',
    description:
      '`secondFactorMissing`: the organisation requires a second factor, and until the person has set one up (`/v1/me/second-factor`), other routes answer 403 `second_factor_required`.',
    answer: meSchema,
  })
  whoAmI(@CurrentPrincipal() principal: Principal): Promise<Me> {
    return this.sessions.me(principal);
  }
}
