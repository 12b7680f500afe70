import { Inject, Injectable } from '@nestjs/common';
import type { Me, SignIn } from '#contracts';
import { AccessRepository, Transactions, type UserRecord } from '#persistence';
import { CONFIG, hashToken, newToken, ProblemError, verifyPassword, type Config } from '#platform';
import type { ClientSession } from 'mongodb';
import { AuditService } from '../audit/audit.service.js';
import type { Commit } from '../audit/commit.js';
import { userPrincipal, type UserPrincipal, type Principal } from './principal.js';

/** A new session: the token for the cookie, of which only the hash is stored, and who has it. */
interface OpenedSession {
  token: string;
  principal: UserPrincipal;
}

/** Signs members in and out. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly access: AccessRepository,
    private readonly audit: AuditService,
    private readonly transactions: Transactions,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Signs in with e-mail and password. An unknown address takes as long as a wrong password.
   * @returns the token for the cookie; only its hash is stored
   * @throws ProblemError `wrong_credentials`
   */
  async begin({ email, password }: SignIn, requestId: string, commit: Commit): Promise<OpenedSession> {
    const user = await this.access.findUserByEmail(email);
    const matches = await verifyPassword(user?.passwordHash ?? null, password);
    if (user && !matches)
      await this.audit.note({ ...user, kind: 'user', id: user._id }, 'session.refused', [], requestId);
    if (!user || !matches) throw new ProblemError('wrong_credentials');
    return commit((session) => this.open(user, session));
  }

  /**
   * Starts a session for a user who has been authenticated.
   * @returns the token for the cookie; only its hash is stored
   */
  async open(user: UserRecord, session: ClientSession): Promise<OpenedSession> {
    const token = newToken();
    const createdAt = new Date();
    const record = {
      _id: hashToken(token),
      userId: user._id,
      organisationId: user.organisationId,
      createdAt,
      expiresAt: new Date(createdAt.getTime() + this.config.SESSION_HOURS * 3_600_000),
    };
    await this.access.insertSession(record, session);
    return { token, principal: userPrincipal(user, record._id) };
  }

  /** Ends a session. Does nothing if there is none. */
  async end(token: string, requestId: string): Promise<void> {
    await this.transactions.run(async (session) => {
      const ended = await this.access.deleteSession(hashToken(token), session);
      if (!ended || ended.expiresAt <= new Date()) return;
      const { userId: id, organisationId } = ended;
      await this.audit.add({ kind: 'user', id, organisationId }, 'session.ended', [], requestId, session);
    });
  }

  /** Describes the caller: a member or an API key, with its organisation. */
  async me({ kind, id, name, role, organisationId, hasPassword }: Principal): Promise<Me> {
    const found = await this.access.findOrganisation(organisationId);
    const organisation = { id: organisationId, name: found?.name ?? '' };
    return { kind, id, name, role, organisation, ...(hasPassword !== undefined && { hasPassword }) };
  }
}
