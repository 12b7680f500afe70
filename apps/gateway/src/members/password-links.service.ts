import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { ForgottenPassword, Language, PasswordLink, PasswordReset } from '#contracts';
import {
  AccessRepository,
  MembersRepository,
  PasswordLinksRepository,
  SessionsRepository,
  SignInAttemptsRepository,
  type MemberRecord,
  type PasswordLinkRecord,
} from '#persistence';
import { CONFIG, hashToken, LOGGER, newToken, ProblemError, type Config } from '#platform';
import type { Logger } from 'pino';
import { hashNewPassword } from '../access/new-password.js';
import { userPrincipal } from '../access/principal.js';
import { AuditService } from '../audit/audit.service.js';
import type { Commit } from '../audit/commit.js';
import { passwordLetter } from '../mail/letters.js';
import { MailService, withoutAddress } from '../mail/mail.service.js';
import { pageLink } from './page-link.js';

const HOUR_MS = 3_600_000;
/** A link by mail lives an hour: it is asked for by anybody, and used at once. */
const MAILED_HOURS = 1;
/** Somebody gets at most one mail in this time, however often their address is given. */
const MAIL_AGAIN_AFTER_MS = 5 * 60_000;

/** The ways to a new password for somebody who has forgotten theirs: a link by an administrator, or by mail. */
@Injectable()
export class PasswordLinksService implements BeforeApplicationShutdown {
  /** Mails under way. */
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    private readonly links: PasswordLinksRepository,
    private readonly members: MembersRepository,
    private readonly access: AccessRepository,
    private readonly sessions: SessionsRepository,
    private readonly attempts: SignInAttemptsRepository,
    private readonly mail: MailService,
    private readonly audit: AuditService,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Makes a link for a member, in place of the one before. The administrator passes it on. It would also open the other
   * organisations of the member, so there must be none.
   * @throws ProblemError `member_not_found`, `no_password`, `member_of_several`
   */
  async make(organisationId: string, memberId: string, commit: Commit): Promise<PasswordLink> {
    const token = newToken();
    return commit(async (session) => {
      const member = await this.members.find(organisationId, memberId, session);
      if (!member) throw new ProblemError('member_not_found');
      if (member.organisationIds.length > 1) throw new ProblemError('member_of_several/password');
      if (member.passwordHash === null) throw new ProblemError('no_password/member');
      const record = recordOf(member, 'administrator', token, this.config.LINK_HOURS);
      await this.links.replace(record, session);
      return { link: this.linkOf(token), expiresAt: record.expiresAt.toISOString() };
    });
  }

  /**
   * Sends a link to the address, if a member with a password has it. Nothing is awaited, so neither the answer nor its
   * time tells whether somebody has the address.
   * @throws ProblemError `not_configured`
   */
  forgotten({ email }: ForgottenPassword, language: Language, requestId: string): void {
    if (!this.mail.isConfigured) throw new ProblemError('not_configured/mail');
    const sending = this.sendLink(email, language, requestId).catch((error: unknown) =>
      this.logger.error({ err: withoutAddress(error), requestId }, 'no link for a new password could be mailed'),
    );
    this.underWay.add(sending);
    void sending.finally(() => this.underWay.delete(sending));
  }

  /**
   * Sets a new password by a link, which works once. All sessions of the member end, and their other links do too.
   * @throws ProblemError `link_not_valid`, `invalid_request` for a common password
   */
  async reset({ token, password }: PasswordReset, commit: Commit): Promise<void> {
    await commit(async (session) => {
      const link = await this.links.find(hashToken(token), new Date(), session);
      const user = link && (await this.members.find(link.organisationId, link.userId, session));
      if (!user?.passwordHash) throw linkNotValid();
      const organisations = await this.access.organisationNames(user.organisationIds);
      const newHash = await hashNewPassword(password, [user.email, user.name, ...organisations]);
      if (!(await this.access.setPassword(user, newHash, session))) throw linkNotValid();
      await this.links.removeAll(user._id, session);
      await this.attempts.removeAll(user._id, session);
      await this.sessions.removeAll(user._id, null, session);
      return { principal: userPrincipal(user, '') };
    });
  }

  /** The clients of databases are closed after this. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.underWay);
  }

  private async sendLink(email: string, language: Language, requestId: string): Promise<void> {
    const user = await this.access.findUserByEmail(email);
    if (!user?.passwordHash) return;
    const token = newToken();
    const record = recordOf(user, 'mail', token, MAILED_HOURS);
    if (!(await this.links.offer(record, new Date(Date.now() - MAIL_AGAIN_AFTER_MS)))) return;
    const { _id: id, organisationId } = user;
    await this.audit.note({ kind: 'user', id, organisationId }, 'password.forgotten', [], requestId);
    try {
      await this.mail.send(passwordLetter(user, this.linkOf(token), record.expiresAt, language));
    } catch (error) {
      // So that they need not wait to ask again.
      await this.links.remove(record);
      throw error;
    }
  }

  private linkOf(token: string): string {
    return pageLink(this.config, '/welcome', { password: token });
  }
}

function recordOf(
  { _id: userId, organisationId }: MemberRecord,
  by: 'administrator' | 'mail',
  token: string,
  hours: number,
): PasswordLinkRecord {
  const createdAt = new Date();
  return {
    _id: `${userId}/${by}`,
    userId,
    organisationId,
    tokenHash: hashToken(token),
    createdAt,
    expiresAt: new Date(createdAt.getTime() + hours * HOUR_MS),
  };
}

function linkNotValid(): ProblemError {
  return new ProblemError('link_not_valid/password');
}
