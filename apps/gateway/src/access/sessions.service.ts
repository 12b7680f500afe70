import { Inject, Injectable } from '@nestjs/common';
import type { Me, SignIn } from '#contracts';
import { AccessRepository, type UserRecord } from '#persistence';
import { CONFIG, hashToken, newToken, ProblemError, verifyPassword, type Config } from '#platform';
import { AuditService } from '../audit/audit.service.js';
import type { Principal } from './principal.js';

/** Signs members in and out. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly access: AccessRepository,
    private readonly audit: AuditService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Signs in with e-mail and password. An unknown address takes as long as a wrong password.
   * @returns the token for the cookie; only its hash is stored
   * @throws ProblemError `wrong_credentials`
   */
  async begin({ email, password }: SignIn, requestId: string): Promise<{ token: string; principal: Principal }> {
    const user = await this.access.findUserByEmail(email);
    const matches = await verifyPassword(user?.passwordHash ?? null, password);
    if (user && !matches)
      await this.audit.note({ ...user, kind: 'user', id: user._id }, 'session.refused', [], requestId);
    if (!user || !matches) throw new ProblemError('wrong_credentials');
    return this.open(user);
  }

  /**
   * Starts a session for a user who has been authenticated.
   * @returns the token for the cookie; only its hash is stored
   */
  async open(user: UserRecord): Promise<{ token: string; principal: Principal }> {
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

  /** Ends a session. Does nothing if there is none. */
  async end(token: string, requestId: string): Promise<void> {
    const session = await this.access.findSession(hashToken(token), new Date());
    await this.access.deleteSession(hashToken(token));
    if (!session) return;
    const { userId, organisationId } = session;
    await this.audit.note({ kind: 'user', id: userId, organisationId }, 'session.ended', [], requestId);
  }

  /** Describes the caller: a member or an API key, with its organisation. */
  async me({ kind, id, name, role, organisationId }: Principal): Promise<Me> {
    const organisation = await this.access.findOrganisation(organisationId);
    return { kind, id, name, role, organisation: { id: organisationId, name: organisation?.name ?? '' } };
  }
}
