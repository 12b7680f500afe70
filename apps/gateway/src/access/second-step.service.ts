import { Injectable } from '@nestjs/common';
import type { SecondStep } from '#contracts';
import {
  AccessRepository,
  SecondFactorsRepository,
  SignInAttemptsRepository,
  Transactions,
  type SignInAttemptRecord,
  type MemberRecord,
} from '#persistence';
import { hashToken, newToken, ProblemError } from '#platform';
import type { Commit } from '../audit/commit.js';
import { SecondFactorCodes } from '../second-factor/second-factor-codes.js';
import { ATTEMPT_SECONDS } from './attempt-cookie.js';
import type { Client } from './client.js';
import { SessionsService, wrongCredentials, type OpenedSession } from './sessions.service.js';

/** The second step of a sign-in, for people who have a second factor. */
@Injectable()
export class SecondStepService {
  constructor(
    private readonly access: AccessRepository,
    private readonly factors: SecondFactorsRepository,
    private readonly attempts: SignInAttemptsRepository,
    private readonly codes: SecondFactorCodes,
    private readonly sessions: SessionsService,
    private readonly transactions: Transactions,
  ) {}

  async isNeeded({ _id }: MemberRecord): Promise<boolean> {
    return (await this.factors.whoHas([_id])).size > 0;
  }

  /**
   * Keeps that the password was right.
   * @returns the token for the cookie; only its hash is stored
   * @throws ProblemError `wrong_credentials` when the password has changed since it was checked
   */
  async begin(user: MemberRecord): Promise<string> {
    const token = newToken();
    const { _id: userId, organisationId } = user;
    const expiresAt = new Date(Date.now() + ATTEMPT_SECONDS * 1000);
    await this.transactions.run(async (session) => {
      if (!(await this.access.noteSignIn(user, session))) throw wrongCredentials();
      await this.attempts.insert({ _id: hashToken(token), userId, organisationId, expiresAt }, session);
    });
    return token;
  }

  /**
   * Signs in with a code.
   * @param token of the cookie
   * @throws ProblemError `attempt_over`, `wrong_code`, `too_many_requests`
   */
  async finish(
    token: string | null,
    { code }: SecondStep,
    client: Client,
    requestId: string,
    commit: Commit,
  ): Promise<OpenedSession> {
    const { attempt, user } = await this.find(token);
    await this.codes.accept({ ...user, id: user._id }, code, requestId);
    return commit(async (session) => {
      if (!(await this.attempts.use(attempt._id, session))) throw attemptOver();
      return this.sessions.open(user, client, session);
    });
  }

  private async find(token: string | null): Promise<{ attempt: SignInAttemptRecord; user: MemberRecord }> {
    const attempt = token === null ? null : await this.attempts.find(hashToken(token), new Date());
    const user = attempt && (await this.access.findUser(attempt.organisationId, attempt.userId));
    if (!attempt || !user) throw attemptOver();
    return { attempt, user };
  }
}

function attemptOver(): ProblemError {
  return new ProblemError('attempt_over');
}
