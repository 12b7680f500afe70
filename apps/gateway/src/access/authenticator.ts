import { Inject, Injectable } from '@nestjs/common';
import { AccessRepository, SessionsRepository, type ApiKeyRecord, type SessionRecord } from '#persistence';
import { CONFIG, hashToken, isApiKey, LOGGER, ProblemError, type Config, type PlainProblem } from '#platform';
import type { FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { clientOf, type Client } from './client.js';
import { checkComesFromPage } from './csrf.js';
import { RunningOrganisations } from './running-organisations.js';
import { keyPrincipal, userPrincipal, type Principal } from './principal.js';
import { RequiredFactor } from './required-factor.js';
import { readSessionCookies } from './session-cookie.js';
import { endOf, isDue } from './session-life.js';

/** A key's last use is stored at most this often, so that a busy client does not cause a write per request. */
const TOUCH_AFTER_MS = 60_000;

/** Finds out who sent a request. */
@Injectable()
export class Authenticator {
  constructor(
    private readonly access: AccessRepository,
    private readonly sessions: SessionsRepository,
    private readonly running: RunningOrganisations,
    private readonly requiredFactor: RequiredFactor,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * If there is an `Authorization` header, only that counts, even when it is wrong. Otherwise the session cookie does.
   * @param mayLackFactor whether it is also for people who still have to set up a second factor
   * @param checkOrigin the check that a change by cookie must pass
   * @throws ProblemError `not_signed_in`, `csrf` for a change by cookie that does not come from our page,
   *   `organisation_suspended`, or `second_factor_required`
   */
  async identify(request: FastifyRequest, mayLackFactor = false, checkOrigin = checkComesFromPage): Promise<Principal> {
    const principal = await this.recognise(request, checkOrigin);
    const organisation = await this.running.require(principal.organisationId);
    if (!mayLackFactor && (await this.requiredFactor.isMissing(principal)))
      throw new ProblemError('second_factor_required');
    return { ...principal, requestsPerMinute: organisation?.limits?.requestsPerMinute };
  }

  private async recognise(request: FastifyRequest, checkOrigin: typeof checkComesFromPage): Promise<Principal> {
    const { authorization } = request.headers;
    if (authorization !== undefined) return this.byKey(authorization);
    const principal = await this.bySession(request);
    checkOrigin(request);
    return principal;
  }

  private async byKey(authorization: string): Promise<Principal> {
    const key = /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? '';
    const now = new Date();
    const record = isApiKey(key) ? await this.access.findKeyByHash(hashToken(key), now) : null;
    if (!record) throw notSignedIn('not_signed_in/key');
    if (record.expiresAt && record.expiresAt <= now) throw notSignedIn('not_signed_in/key_expired');
    this.touch(record);
    return keyPrincipal(record);
  }

  private async bySession(request: FastifyRequest): Promise<Principal> {
    const sent = readSessionCookies(request);
    if (sent.length === 0) throw notSignedIn('not_signed_in');
    for (const { value, hasPrefix } of sent) {
      const session = await this.sessions.find(hashToken(value), new Date());
      if (!session || (session.hasPrefix && !hasPrefix)) continue;
      const user = await this.access.findUser(session.organisationId, session.userId);
      if (!user) continue;
      this.touchSession(session, clientOf(request));
      return userPrincipal(user, session._id, session.byProvider);
    }
    throw notSignedIn('not_signed_in/session');
  }

  private touch({ _id, organisationId, lastUsedAt }: ApiKeyRecord): void {
    const now = new Date();
    if (lastUsedAt && now.getTime() - lastUsedAt.getTime() < TOUCH_AFTER_MS) return;
    this.inBackground(organisationId, this.access.touchKey(organisationId, _id, now));
  }

  private touchSession(session: SessionRecord, client: Client): void {
    const now = new Date();
    if (!isDue(session, now, this.config)) return;
    const expiresAt = endOf(session.createdAt, now, this.config);
    this.inBackground(session.organisationId, this.sessions.touch(session, { lastUsedAt: now, expiresAt, ...client }));
  }

  /** A failure is only logged: nothing that the request does depends on it. */
  private inBackground(organisationId: string, noted: Promise<void>): void {
    noted.catch((error: unknown) => this.logger.warn({ err: error, organisationId }, 'a last use was not noted'));
  }
}

function notSignedIn(code: Extract<PlainProblem, `not_signed_in${string}`>): ProblemError {
  return new ProblemError(code, { headers: { 'WWW-Authenticate': 'Bearer' } });
}
