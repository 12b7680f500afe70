import { Controller, Inject, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  meSchema,
  passkeyAnswerSchema,
  passkeyRequestSchema,
  secondStepWaysSchema,
  type Me,
  type PasskeyAnswer,
  type PasskeyRequest,
  type SecondStepWays,
} from '#contracts';
import { AccessRepository } from '#persistence';
import { CONFIG, hashToken, newToken, ProblemError, type Config } from '#platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Committing, type Commit } from '../audit/commit.js';
import { JsonBody } from '../http/request-input.js';
import { Route } from '../routes/route.js';
import { PasskeyUses } from '../second-factor/passkey-uses.js';
import { clearAttemptCookie, readAttemptCookie, setAttemptCookie } from './attempt-cookie.js';
import { clientOf } from './client.js';
import { SecondStepService } from './second-step.service.js';
import { SessionsService, type OpenedSession } from './sessions.service.js';
import { WelcomeService } from './welcome.service.js';

/** Signing in with a passkey: alone, or after the password. */
@ApiTags('access')
@Controller('session')
export class PasskeySignInController {
  constructor(
    private readonly uses: PasskeyUses,
    private readonly secondStep: SecondStepService,
    private readonly sessions: SessionsService,
    private readonly access: AccessRepository,
    private readonly welcomes: WelcomeService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Route('POST', 'passkey/options', {
    role: 'public',
    audit: { none: 'it is not known yet who it is' },
    mayBeGuessedAt: true,
    summary: 'Begin to sign in with a passkey alone',
    description:
      'The answer is for `navigator.credentials.get`. Sets a cookie that is good for `POST /v1/session/passkey` alone, once, within five minutes.',
    answer: passkeyRequestSchema,
    problems: ['not_configured'],
  })
  async beginPasskeySignIn(@Res({ passthrough: true }) reply: FastifyReply): Promise<PasskeyRequest> {
    const token = newToken();
    const request = await this.uses.askAnybody(hashToken(token));
    setAttemptCookie(reply, token, this.config);
    return request;
  }

  @Route('POST', 'passkey', {
    role: 'public',
    audit: 'session.began',
    mayBeGuessedAt: true,
    summary: 'Sign in with a passkey alone',
    description:
      'With what `navigator.credentials.get` returned. Sets the session cookie. The device must have made sure who uses it, by a PIN or a fingerprint, so it counts as two factors.',
    body: passkeyAnswerSchema,
    answer: meSchema,
    problems: ['challenge_over', 'passkey_refused', 'wrong_credentials', 'organisation_suspended', 'not_configured'],
  })
  async signInWithPasskey(
    @JsonBody() answer: PasskeyAnswer,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Committing() commit: Commit,
  ): Promise<Me> {
    const token = readAttemptCookie(request);
    if (token === null) throw new ProblemError('challenge_over');
    const personOf = async (userId: string) => {
      const user = await this.access.findPerson(userId);
      return user && { ...user, id: user._id };
    };
    const user = await this.uses.acceptAlone(answer, hashToken(token), personOf, request.id);
    const opened = await commit((session) => this.sessions.open(user, clientOf(request), session));
    return this.welcome(opened, request, reply);
  }

  @Route('GET', 'second-step', {
    role: 'public',
    summary: 'What finishes a sign-in',
    description: 'With the cookie of `POST /v1/session`.',
    answer: secondStepWaysSchema,
    problems: ['attempt_over'],
  })
  secondStepWays(@Req() request: FastifyRequest): Promise<SecondStepWays> {
    return this.secondStep.ways(readAttemptCookie(request));
  }

  @Route('POST', 'second-step/passkey/options', {
    role: 'public',
    audit: { none: 'what the passkey is used for is noted' },
    mayBeGuessedAt: true,
    summary: 'Begin to finish a sign-in with a passkey',
    description: 'With the cookie of `POST /v1/session`. The answer is for `navigator.credentials.get`.',
    answer: passkeyRequestSchema,
    problems: ['attempt_over', 'no_second_factor', 'not_configured'],
  })
  askForSecondPasskey(@Req() request: FastifyRequest): Promise<PasskeyRequest> {
    return this.secondStep.askForPasskey(readAttemptCookie(request));
  }

  @Route('POST', 'second-step/passkey', {
    role: 'public',
    audit: 'session.began',
    mayBeGuessedAt: true,
    summary: 'Finish a sign-in with a passkey',
    description:
      'With what `navigator.credentials.get` returned, and the cookie of `POST /v1/session`. Sets the session cookie. After ten passkeys or codes that were wrong, a person has to wait, for an hour at most.',
    body: passkeyAnswerSchema,
    answer: meSchema,
    problems: [
      'attempt_over',
      'challenge_over',
      'passkey_refused',
      'wrong_code',
      'wrong_credentials',
      'organisation_suspended',
      'not_configured',
    ],
  })
  async finishWithPasskey(
    @JsonBody() passkey: PasskeyAnswer,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Committing() commit: Commit,
  ): Promise<Me> {
    const attempt = readAttemptCookie(request);
    const opened = await this.secondStep.finish(attempt, { passkey }, clientOf(request), request.id, commit);
    return this.welcome(opened, request, reply);
  }

  private async welcome(opened: OpenedSession, request: FastifyRequest, reply: FastifyReply): Promise<Me> {
    await this.welcomes.welcome(opened, request, reply);
    clearAttemptCookie(reply, this.config);
    return this.sessions.me(opened.principal);
  }
}
