import { Injectable } from '@nestjs/common';
import type { PasskeyAnswer, PasskeyRequest } from '#contracts';
import { PasskeysRepository, SecondFactorsRepository, type PasskeyRecord } from '#persistence';
import { ProblemError } from '#platform';
import { AuditService } from '../audit/audit.service.js';
import { PasskeyChallenges } from './passkey-challenges.js';
import { requestOptions, userOf } from './passkey-options.js';
import { SecondFactorCodes } from './second-factor-codes.js';
import { verifyPasskey } from './verify-passkey.js';

/** Whose passkey it is. */
interface Person {
  id: string;
  organisationId: string;
}

/** Accepts passkeys: beside a password, or alone. */
@Injectable()
export class PasskeyUses {
  constructor(
    private readonly passkeys: PasskeysRepository,
    private readonly factors: SecondFactorsRepository,
    private readonly challenges: PasskeyChallenges,
    private readonly codes: SecondFactorCodes,
    private readonly audit: AuditService,
  ) {}

  /**
   * What a browser needs to use one of a person's passkeys beside the password.
   * @param holder what the challenge is bound to; see PasskeyChallenges
   * @throws ProblemError `no_second_factor`, `not_configured`
   */
  async ask(userId: string, purpose: 'prove' | 'second-step', holder: string): Promise<PasskeyRequest> {
    const known = await this.passkeys.list(userId);
    if (known.length === 0) throw new ProblemError('no_second_factor/passkeys');
    return requestOptions(await this.challenges.make(purpose, holder), known);
  }

  /** What a browser needs to use a passkey alone. @throws ProblemError `not_configured` */
  async askAnybody(holder: string): Promise<PasskeyRequest> {
    return requestOptions(await this.challenges.make('sign-in', holder), null);
  }

  /**
   * Accepts a passkey of this person beside the password. Tries count like those of codes.
   * @throws ProblemError `passkey_refused`, `challenge_over`, `too_many_requests`
   */
  async accept(
    person: Person,
    answer: PasskeyAnswer,
    purpose: 'prove' | 'second-step',
    holder: string,
    requestId: string,
  ): Promise<void> {
    const expected = await this.challenges.take(purpose, holder);
    await this.codes.countTry(person.id);
    const passkey = await this.passkeys.findCredential(person.id, answer.id);
    const counter = passkey && (await verifyPasskey(answer, passkey, expected, false));
    if (!passkey || counter === null) throw await this.refusal(person, passkey, requestId);
    await this.use(person, passkey, counter, requestId);
    await this.factors.resetTries(person.id);
  }

  /**
   * Finds out whose passkey has answered, which is all that they give: the device must have made sure who they are.
   * @param personOf finds the person, for the audit log
   * @throws ProblemError `passkey_refused`, `challenge_over`
   */
  async acceptAlone<P extends Person>(
    answer: PasskeyAnswer,
    holder: string,
    personOf: (userId: string) => Promise<P | null>,
    requestId: string,
  ): Promise<P> {
    const expected = await this.challenges.take('sign-in', holder);
    const userId = userOf(answer.response.userHandle ?? '');
    const passkey = await this.passkeys.findCredential(userId, answer.id);
    const person = passkey && (await personOf(userId));
    if (!passkey || !person) throw new ProblemError('passkey_refused');
    const counter = await verifyPasskey(answer, passkey, expected, true);
    if (counter === null) throw await this.refusal(person, passkey, requestId);
    await this.use(person, passkey, counter, requestId);
    return person;
  }

  private async use(person: Person, passkey: PasskeyRecord, counter: number, requestId: string): Promise<void> {
    if (await this.passkeys.use(passkey, counter)) return;
    await this.audit.note(actorOf(person), 'passkey.counter_went_back', [passkey._id], requestId);
    throw new ProblemError('passkey_refused/counter');
  }

  private async refusal(person: Person, passkey: PasskeyRecord | null, requestId: string): Promise<ProblemError> {
    await this.audit.note(actorOf(person), 'passkey.refused', passkey ? [passkey._id] : [], requestId);
    return new ProblemError('passkey_refused');
  }
}

function actorOf({ id, organisationId }: Person) {
  return { kind: 'user' as const, id, organisationId };
}
