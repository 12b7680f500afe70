import { Injectable } from '@nestjs/common';
import { coded, type Proof } from '#contracts';
import { AccessRepository, SecondFactorsRepository, type MemberRecord } from '#persistence';
import { ProblemError, verifyPassword } from '#platform';
import type { UserPrincipal } from '../access/principal.js';
import { AuditService } from '../audit/audit.service.js';
import { PasskeyUses } from './passkey-uses.js';
import { SecondFactorCodes } from './second-factor-codes.js';

/** Makes sure that it is the person themselves who changes their second factor, not somebody at their open page. */
@Injectable()
export class ProofService {
  constructor(
    private readonly access: AccessRepository,
    private readonly factors: SecondFactorsRepository,
    private readonly codes: SecondFactorCodes,
    private readonly uses: PasskeyUses,
    private readonly audit: AuditService,
  ) {}

  /**
   * Asks for the password of somebody who has one, and then for a code or a passkey of somebody who has a second factor.
   * @throws ProblemError `wrong_password`, `wrong_code`, `passkey_refused`, `challenge_over`, `too_many_requests`
   */
  async check(person: UserPrincipal, { password, code, passkey }: Proof, requestId: string): Promise<MemberRecord> {
    const user = await this.access.findUser(person.organisationId, person.id);
    if (!user) throw new ProblemError('not_signed_in/session');
    if (user.passwordHash !== null && !(await verifyPassword(user.passwordHash, password ?? ''))) {
      await this.audit.note(person, 'session.refused', [], requestId);
      throw new ProblemError('wrong_password', { errors: [{ field: 'password', ...coded('wrong_password') }] });
    }
    if (!(await this.factors.has(user._id))) return user;
    if (passkey) await this.uses.accept(person, passkey, 'prove', person.sessionId, requestId);
    else if (code !== undefined) await this.codes.accept(person, code, requestId);
    else throw new ProblemError('wrong_code/missing', { errors: [{ field: 'code', ...coded('wrong_code/missing') }] });
    return user;
  }
}
