import { Injectable } from '@nestjs/common';
import { coded, type Proof } from '#contracts';
import { AccessRepository, SecondFactorsRepository, type MemberRecord } from '#persistence';
import { ProblemError, verifyPassword } from '#platform';
import type { UserPrincipal } from '../access/principal.js';
import { AuditService } from '../audit/audit.service.js';
import { SecondFactorCodes } from './second-factor-codes.js';

/** Makes sure that it is the person themselves who changes their second factor, not somebody at their open page. */
@Injectable()
export class ProofService {
  constructor(
    private readonly access: AccessRepository,
    private readonly factors: SecondFactorsRepository,
    private readonly codes: SecondFactorCodes,
    private readonly audit: AuditService,
  ) {}

  /**
   * Asks for the password. Somebody without one needs a code if they have a second factor, and nothing otherwise.
   * @throws ProblemError `wrong_password`, `wrong_code`, `too_many_requests`
   */
  async check(person: UserPrincipal, { password, code }: Proof, requestId: string): Promise<MemberRecord> {
    const user = await this.access.findUser(person.organisationId, person.id);
    if (!user) throw new ProblemError('not_signed_in/session');
    if (user.passwordHash !== null) {
      if (await verifyPassword(user.passwordHash, password ?? '')) return user;
      await this.audit.note(person, 'session.refused', [], requestId);
      throw new ProblemError('wrong_password', { errors: [{ field: 'password', ...coded('wrong_password') }] });
    }
    if ((await this.factors.find(user._id))?.totp) await this.codes.accept(person, code ?? '', requestId);
    return user;
  }
}
