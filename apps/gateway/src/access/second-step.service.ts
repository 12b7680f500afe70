import { Injectable } from '@nestjs/common';
import type { PasskeyAnswer, PasskeyRequest, SecondStep, SecondStepWays } from '#contracts';
import {
  AccessRepository,
  PasskeysRepository,
  SecondFactorsRepository,
  SignInAttemptsRepository,
  Transactions,
  type SignInAttemptRecord,
  type MemberRecord,
} from '#persistence';
import { hashToken, newToken, ProblemError } from '#platform';
import type { Commit } from '../audit/commit.js';
import { PasskeyChallenges } from '../second-factor/passkey-challenges.js';
import { PasskeyUses } from '../second-factor/passkey-uses.js';
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
    private readonly passkeys: PasskeysRepository,
    private readonly codes: SecondFactorCodes,
    private readonly challenges: PasskeyChallenges,
    private readonly uses: PasskeyUses,
    private readonly sessions: SessionsService,
    private readonly transactions: Transactions,
  ) {}

  isNeeded({ _id }: MemberRecord): Promise<boolean> {
    return this.factors.has(_id);
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

  /** What the person may finish with. @throws ProblemError `attempt_over` */
  async ways(token: string | null): Promise<SecondStepWays> {
    const { user } = await this.find(token);
    const [factor, passkeys] = await Promise.all([this.factors.find(user._id), this.passkeys.list(user._id)]);
    return {
      totp: factor?.totp != null,
      recoveryCodes: (factor?.recoveryCodes.length ?? 0) > 0,
      passkeys: passkeys.length > 0 && this.challenges.party !== null,
    };
  }

  /** What a browser needs to finish with a passkey. @throws ProblemError `attempt_over`, and those of PasskeyUses */
  async askForPasskey(token: string | null): Promise<PasskeyRequest> {
    const { attempt, user } = await this.find(token);
    return this.uses.ask(user._id, 'second-step', attempt._id);
  }

  /**
   * Signs in with a code or a passkey.
   * @param token of the cookie
   * @throws ProblemError `attempt_over`, `wrong_code`, `passkey_refused`, `challenge_over`, `too_many_requests`
   */
  async finish(
    token: string | null,
    given: SecondStep | { passkey: PasskeyAnswer },
    client: Client,
    requestId: string,
    commit: Commit,
  ): Promise<OpenedSession> {
    const { attempt, user } = await this.find(token);
    const person = { ...user, id: user._id };
    if ('code' in given) await this.codes.accept(person, given.code, requestId);
    else await this.uses.accept(person, given.passkey, 'second-step', attempt._id, requestId);
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
