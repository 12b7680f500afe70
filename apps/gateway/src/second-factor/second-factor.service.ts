import { Injectable } from '@nestjs/common';
import type { Proof, RecoveryCodes, SecondFactor, TotpConfirm, TotpSetup } from '#contracts';
import { PasskeysRepository, SecondFactorsRepository } from '#persistence';
import { ProblemError } from '#platform';
import type { UserPrincipal } from '../access/principal.js';
import type { Commit } from '../audit/commit.js';
import { FactorNotices } from './factor-notices.js';
import { passkeyAnswer } from './passkeys.service.js';
import { ProofService } from './proof.service.js';
import { newRecoveryCodes } from './recovery-codes.js';
import { SecondFactorCodes, wrongCode } from './second-factor-codes.js';
import { newTotpSecret, totpStep, totpUri } from './totp.js';

/**
 * What people do with their own second factor: an authenticator app, and recovery codes for when it is lost. Passkeys are in
 * PasskeysService.
 */
@Injectable()
export class SecondFactorService {
  constructor(
    private readonly factors: SecondFactorsRepository,
    private readonly passkeys: PasskeysRepository,
    private readonly codes: SecondFactorCodes,
    private readonly proof: ProofService,
    private readonly notices: FactorNotices,
  ) {}

  async read({ id }: UserPrincipal): Promise<SecondFactor> {
    const [found, passkeys] = await Promise.all([this.factors.find(id), this.passkeys.list(id)]);
    return {
      totp: found?.totp ? { confirmedAt: found.totp.confirmedAt.toISOString() } : null,
      passkeys: passkeys.map(passkeyAnswer),
      recoveryCodes: found?.recoveryCodes.length ?? 0,
    };
  }

  /**
   * Makes a secret for an authenticator app. It holds once a code has confirmed it; until then the one of before does.
   * @throws ProblemError `not_configured`, and those of ProofService
   */
  async begin(person: UserPrincipal, proof: Proof, requestId: string): Promise<TotpSetup> {
    const secret = newTotpSecret();
    const stored = this.codes.encrypt(person.id, secret);
    const { email } = await this.proof.check(person, proof, requestId);
    await this.factors.begin(person.id, stored);
    return { secret, uri: totpUri(secret, email) };
  }

  /** Turns the second factor on. @returns recovery codes if there were none @throws ProblemError `wrong_code` */
  async confirm(
    person: UserPrincipal,
    { code }: TotpConfirm,
    requestId: string,
    commit: Commit,
  ): Promise<RecoveryCodes> {
    const { id } = person;
    const factor = await this.factors.find(id);
    const pending = factor?.pendingSecret ?? null;
    const lastStep = pending === null ? null : totpStep(this.codes.decrypt(id, pending), code.replace(/\s/g, ''));
    if (pending === null || lastStep === null) throw wrongCode();
    const fresh = factor!.recoveryCodes.length === 0 ? newRecoveryCodes() : null;
    await commit(async (session) => {
      const change = { lastStep, ...(fresh && { recoveryCodes: fresh.stored }) };
      if (!(await this.factors.confirm(id, pending, change, session))) throw wrongCode();
      return { id };
    });
    await this.notices.tell(person, 'appSetUp', requestId);
    return { recoveryCodes: fresh?.shown ?? null };
  }

  /** @throws ProblemError `no_second_factor`, and those of ProofService */
  async turnOff(person: UserPrincipal, proof: Proof, requestId: string, commit: Commit): Promise<void> {
    await this.proof.check(person, proof, requestId);
    await commit(async (session) => {
      if (!(await this.factors.removeTotp(person.id, session))) throw new ProblemError('no_second_factor');
      await this.factors.dropUnneededCodes(person.id, session);
      return { id: person.id };
    });
    await this.notices.tell(person, 'appTurnedOff', requestId);
  }

  /** Replaces the recovery codes. @throws ProblemError `no_second_factor`, and those of ProofService */
  async renewRecoveryCodes(
    person: UserPrincipal,
    proof: Proof,
    requestId: string,
    commit: Commit,
  ): Promise<RecoveryCodes> {
    await this.proof.check(person, proof, requestId);
    if (!(await this.factors.has(person.id))) throw new ProblemError('no_second_factor/any');
    const { shown, stored } = newRecoveryCodes();
    await commit(async (session) => {
      await this.factors.setRecoveryCodes(person.id, stored, session);
      return { id: person.id };
    });
    await this.notices.tell(person, 'codesRenewed', requestId);
    return { recoveryCodes: shown };
  }
}
