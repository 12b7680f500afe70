import { Inject, Injectable } from '@nestjs/common';
import type { SignInFailure } from '#contracts';
import { EventPublisher, type Transaction } from '#messaging';
import { AccessRepository, type MemberRecord } from '#persistence';
import { CONFIG, LOGGER, ProblemError, type Config } from '#platform';
import { AuthorizationResponseError } from 'openid-client';
import type { Logger } from 'pino';
import type { Client } from '../access/client.js';
import { SessionsService, type OpenedSession } from '../access/sessions.service.js';
import { AuditService } from '../audit/audit.service.js';
import { InvitationsService } from '../members/invitations.service.js';
import { isProviderAway, OpenIdProvider, type Attempt, type Claims } from './open-id-provider.js';

/** A sign-in that failed, and why. */
export class SignInRefused extends Error {
  override name = 'SignInRefused';

  constructor(
    readonly failure: SignInFailure,
    options?: ErrorOptions,
  ) {
    super(failure, options);
  }
}

/** Signs in members whom the OpenID provider has authenticated. Others need an invitation, which is accepted then. */
@Injectable()
export class OidcService {
  constructor(
    private readonly provider: OpenIdProvider,
    private readonly access: AccessRepository,
    private readonly invitations: InvitationsService,
    private readonly sessions: SessionsService,
    private readonly audit: AuditService,
    private readonly publisher: EventPublisher,
    @Inject(CONFIG) private readonly config: Pick<Config, 'OIDC_ISSUER'>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @throws SignInRefused; ProblemError `not_configured` */
  begin(): Promise<{ url: string; attempt: Attempt }> {
    return this.refusing(() => this.provider.begin());
  }

  /**
   * @returns the new session
   * @throws SignInRefused
   */
  async finish(query: string, attempt: Attempt | null, client: Client, requestId: string): Promise<OpenedSession> {
    if (attempt === null) throw new SignInRefused('stale');
    const claims = await this.refusing(() => this.provider.finish(query, attempt));
    return this.publisher.transaction(async (transaction) => {
      const user = await this.userOf(claims, requestId, transaction);
      const opened = await this.sessions.open(user, client, transaction.session, true);
      const { principal } = opened;
      await this.audit.add(principal, 'session.began', [principal.id], requestId, transaction);
      return opened;
    });
  }

  private async userOf(
    { sub, email, email_verified: isVerified, name }: Claims,
    requestId: string,
    transaction: Transaction,
  ): Promise<MemberRecord> {
    const { session } = transaction;
    if (email === undefined) throw new SignInRefused('unknown');
    if (!isVerified) throw new SignInRefused('unverified');
    const known = { issuer: this.config.OIDC_ISSUER!, subject: sub };
    const member = await this.access.findUserByEmail(email, session);
    if (member && (await this.access.bindSubject(member._id, known, session))) return member;
    if (member) {
      await this.audit.note({ ...member, kind: 'user', id: member._id }, 'session.refused', [], requestId);
      throw new SignInRefused('other_person');
    }
    const joined = await this.invitations.acceptByEmail(email, name ?? email.split('@')[0]!, session);
    if (!joined) throw new SignInRefused('unknown');
    const { _id: id, organisationId } = joined;
    await this.access.bindSubject(id, known, session);
    await this.audit.add({ kind: 'user', id, organisationId }, 'member.joined', [id], requestId, transaction);
    return joined;
  }

  /** Logs the error of the provider or the library. The user is only told the kind of failure. */
  private async refusing<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof ProblemError) throw error;
      const failure = failureOf(error);
      this.logger.warn({ failure, code: (error as { code?: unknown }).code }, 'signing in by OpenID Connect failed');
      throw new SignInRefused(failure, { cause: error });
    }
  }
}

function failureOf(error: unknown): SignInFailure {
  if (error instanceof AuthorizationResponseError && error.error === 'access_denied') return 'denied';
  return isProviderAway(error) ? 'away' : 'failed';
}
