import { Inject, Injectable } from '@nestjs/common';
import type { SignIn } from '#contracts';
import { AccessRepository } from '#persistence';
import { CONFIG, hashToken, newToken, ProblemError, verifyPassword, type Config } from '#platform';
import type { Principal } from './principal.js';

/** Signing in and out by e-mail and password. */
@Injectable()
export class Sessions {
  constructor(
    private readonly access: AccessRepository,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Begins a session. It takes as long for an unknown address as for a wrong password.
   * @returns the token for the cookie; only its hash is stored
   * @throws ProblemError `wrong_credentials`
   */
  async begin({ email, password }: SignIn): Promise<{ token: string; principal: Principal }> {
    const user = await this.access.findUserByEmail(email);
    const matches = await verifyPassword(user?.passwordHash ?? null, password);
    if (!user || !matches)
      throw new ProblemError('wrong_credentials', 'No account has this e-mail address and password.');
    const token = newToken();
    const createdAt = new Date();
    await this.access.insertSession({
      _id: hashToken(token),
      userId: user._id,
      organisationId: user.organisationId,
      createdAt,
      expiresAt: new Date(createdAt.getTime() + this.config.SESSION_HOURS * 3_600_000),
    });
    return {
      token,
      principal: { kind: 'user', id: user._id, name: user.name, role: user.role, organisationId: user.organisationId },
    };
  }

  /** Ends a session; one that is not there is fine. */
  end(token: string): Promise<void> {
    return this.access.deleteSession(hashToken(token));
  }
}
