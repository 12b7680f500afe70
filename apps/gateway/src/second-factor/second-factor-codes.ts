import { Inject, Injectable } from '@nestjs/common';
import { coded } from '#contracts';
import { SecondFactorsRepository, totpContext, type SecondFactorRecord } from '#persistence';
import { CONFIG, Encryption, hashToken, ProblemError, type Config } from '#platform';
import { AuditService } from '../audit/audit.service.js';
import { isRecoveryCode } from './recovery-codes.js';
import { totpStep } from './totp.js';

/** Three of a million codes are right at a time, so a guesser who has the password needs years at this rate. */
const MOST_TRIES = 10;
const TRIES_MINUTES = 60;

/** Whose code it is. */
interface Person {
  id: string;
  organisationId: string;
}

/** Checks the codes of authenticator apps and recovery codes, and keeps the secrets of the former. */
@Injectable()
export class SecondFactorCodes {
  private readonly encryption: Encryption | null;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly factors: SecondFactorsRepository,
    private readonly audit: AuditService,
  ) {
    this.encryption = Encryption.of(config);
  }

  /**
   * Accepts a code and uses it up: each is accepted once. Every try counts until one is right, from wherever it comes.
   * @throws ProblemError `wrong_code`, which is also noted in the audit log; `too_many_requests`
   */
  async accept({ id, organisationId }: Person, given: string, requestId: string): Promise<void> {
    const code = given.replace(/[\s-]/g, '').toUpperCase();
    const factor = await this.countTry(id);
    const isRight = isRecoveryCode(code)
      ? await this.factors.useRecoveryCode(id, hashToken(code))
      : await this.useCode(factor, code);
    const actor = { kind: 'user' as const, id, organisationId };
    if (isRight && isRecoveryCode(code)) await this.audit.note(actor, 'recovery_code.used', [], requestId);
    if (isRight) return;
    await this.audit.note(actor, 'second_factor.refused', [], requestId);
    throw wrongCode();
  }

  /**
   * Counts a try, of a code or a passkey, before it is looked at.
   * @throws ProblemError `too_many_requests`; `wrong_code` for somebody without a second factor
   */
  async countTry(userId: string): Promise<SecondFactorRecord> {
    const since = new Date(Date.now() - TRIES_MINUTES * 60_000);
    const factor = await this.factors.countTry(userId, MOST_TRIES, since);
    if (!factor) throw await this.refusal(userId);
    return factor;
  }

  /** @throws ProblemError `not_configured` */
  encrypt(userId: string, secret: string): string {
    if (!this.encryption) throw new ProblemError('not_configured/encryption');
    return this.encryption.encrypt(secret, totpContext(userId));
  }

  /** @throws ProblemError `not_configured` */
  decrypt(userId: string, stored: string): string {
    if (!this.encryption) throw new ProblemError('not_configured/encryption');
    return this.encryption.decrypt(stored, totpContext(userId));
  }

  private async useCode({ _id, totp }: SecondFactorRecord, code: string): Promise<boolean> {
    const step = totp && totpStep(this.decrypt(_id, totp.secret), code);
    return step !== null && (await this.factors.useStep(_id, step));
  }

  private async refusal(userId: string): Promise<ProblemError> {
    const factor = await this.factors.find(userId);
    if (!factor) return wrongCode();
    const minutes = Math.max(1, Math.ceil(TRIES_MINUTES - (Date.now() - factor.triesSince.getTime()) / 60_000));
    return new ProblemError('too_many_requests/codes', {
      with: { minutes },
      headers: { 'Retry-After': String(minutes * 60) },
    });
  }
}

export function wrongCode(): ProblemError {
  return new ProblemError('wrong_code', { errors: [{ field: 'code', ...coded('wrong_code') }] });
}
