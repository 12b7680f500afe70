import { Injectable } from '@nestjs/common';
import { coded, type PasswordChange } from '#contracts';
import { AccessRepository, PasswordLinksRepository, SessionsRepository, SignInAttemptsRepository } from '#persistence';
import { ProblemError, verifyPassword } from '#platform';
import { AuditService } from '../audit/audit.service.js';
import type { Commit } from '../audit/commit.js';
import { hashNewPassword } from './new-password.js';
import type { UserPrincipal } from './principal.js';

/** Changes the own password. Who joins or has forgotten theirs sets one in `members`. */
@Injectable()
export class PasswordsService {
  constructor(
    private readonly access: AccessRepository,
    private readonly sessions: SessionsRepository,
    private readonly links: PasswordLinksRepository,
    private readonly attempts: SignInAttemptsRepository,
    private readonly audit: AuditService,
  ) {}

  /**
   * Replaces somebody's own password, and ends all their sessions but the one they use, and their links.
   * @throws ProblemError `no_password`, `wrong_password`, `invalid_request` for a common password
   */
  async change(
    person: UserPrincipal,
    { current, password }: PasswordChange,
    requestId: string,
    commit: Commit,
  ): Promise<void> {
    const user = await this.access.findUser(person.organisationId, person.id);
    if (!user?.passwordHash) throw new ProblemError('no_password');
    if (!(await verifyPassword(user.passwordHash, current))) {
      await this.audit.note(person, 'session.refused', [], requestId);
      throw wrongPassword();
    }
    const organisations = await this.access.organisationNames(user.organisationIds);
    const newHash = await hashNewPassword(password, [user.email, user.name, ...organisations]);
    await commit(async (session) => {
      if (!(await this.access.setPassword(user, newHash, session))) throw wrongPassword();
      await this.links.removeAll(person.id, session);
      await this.attempts.removeAll(person.id, session);
      await this.sessions.removeAll(person.id, person.sessionId, session);
      return { id: person.id };
    });
  }
}

function wrongPassword(): ProblemError {
  return new ProblemError('wrong_password', { errors: [{ field: 'current', ...coded('wrong_password') }] });
}
