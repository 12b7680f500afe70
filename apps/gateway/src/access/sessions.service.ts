import { Inject, Injectable } from '@nestjs/common';
import type { Me, Page, Session, SignIn } from '#contracts';
import { EventPublisher } from '#messaging';
import {
  AccessRepository,
  MembersRepository,
  SessionsRepository,
  type MemberRecord,
  type SessionRecord,
} from '#persistence';
import { CONFIG, hashToken, newToken, ProblemError, verifyPassword, type Config } from '#platform';
import type { ClientSession } from 'mongodb';
import { AuditService } from '../audit/audit.service.js';
import type { Commit } from '../audit/commit.js';
import { isSecure } from '../http/public-url.js';
import type { Client } from './client.js';
import { Operators } from './operators.js';
import { readUserAgent } from './read-user-agent.js';
import { userPrincipal, type UserPrincipal, type Principal } from './principal.js';
import { RequiredFactor } from './required-factor.js';
import { RunningOrganisations } from './running-organisations.js';
import { endOf } from './session-life.js';

/** A new session: the token for the cookie, of which only the hash is stored, and who has it. */
export interface OpenedSession {
  token: string;
  principal: UserPrincipal;
}

/** How many sessions a list shows. Only a program has more. */
const MOST_LISTED = 200;

/** Signs members in and out. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly access: AccessRepository,
    private readonly sessions: SessionsRepository,
    private readonly members: MembersRepository,
    private readonly running: RunningOrganisations,
    private readonly operators: Operators,
    private readonly requiredFactor: RequiredFactor,
    private readonly audit: AuditService,
    private readonly publisher: EventPublisher,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Finds whose e-mail and password these are. An unknown address takes as long as a wrong password.
   * @throws ProblemError `wrong_credentials`
   */
  async check({ email, password }: SignIn, requestId: string): Promise<MemberRecord> {
    const user = await this.access.findUserByEmail(email);
    const matches = await verifyPassword(user?.passwordHash ?? null, password);
    if (user && !matches)
      await this.audit.note({ ...user, kind: 'user', id: user._id }, 'session.refused', [], requestId);
    if (!user || !matches) throw wrongCredentials();
    return user;
  }

  /**
   * Starts a session for somebody who has been authenticated, in the organisation that they used last, or in another one
   * while that is suspended.
   * @param byProvider whether the OpenID provider said who it is
   * @returns the token for the cookie; only its hash is stored
   * @throws ProblemError `organisation_suspended`; `wrong_credentials` when the password has changed since it was checked
   */
  async open(person: MemberRecord, client: Client, session: ClientSession, byProvider = false): Promise<OpenedSession> {
    const user = await this.running.enterable(person, session);
    const token = newToken();
    const createdAt = new Date();
    const record = {
      _id: hashToken(token),
      userId: user._id,
      organisationId: user.organisationId,
      createdAt,
      expiresAt: endOf(createdAt, createdAt, this.config),
      lastUsedAt: createdAt,
      ...(isSecure(this.config) && { hasPrefix: true }),
      byProvider,
      ...client,
    };
    if (!(await this.access.noteSignIn(user, session))) throw wrongCredentials();
    await this.sessions.insert(record, session);
    return { token, principal: userPrincipal(user, record._id, byProvider) };
  }

  /** Ends the sessions whose tokens a browser sent: it signs out, or has signed in anew. */
  async endAll(sent: readonly { value: string }[], requestId: string): Promise<void> {
    for (const { value } of sent) await this.end(value, requestId);
  }

  /** Does nothing if there is none. */
  private async end(token: string, requestId: string): Promise<void> {
    await this.publisher.transaction(async (transaction) => {
      const ended = await this.sessions.remove(hashToken(token), transaction.session);
      if (!ended || ended.expiresAt <= new Date()) return;
      const { userId: id, organisationId } = ended;
      await this.audit.add({ kind: 'user', id, organisationId }, 'session.ended', [], requestId, transaction);
    });
  }

  /**
   * Shows another of somebody's own organisations in their session, and later when they sign in.
   * @throws ProblemError `organisation_not_found`, `organisation_suspended`
   */
  switchTo(organisationId: string, person: UserPrincipal, commit: Commit): Promise<Me> {
    return commit(async (session) => {
      const member = await this.members.open(organisationId, person.id, session);
      if (!member) throw new ProblemError('organisation_not_found');
      return this.show(member, person, session);
    }).then(({ principal }) => this.me(principal));
  }

  /** Lets a person's session show the organisation of this membership. @throws ProblemError `organisation_suspended` */
  async show(
    member: MemberRecord,
    { sessionId, byProvider }: UserPrincipal,
    session: ClientSession,
  ): Promise<{ principal: UserPrincipal }> {
    await this.running.require(member.organisationId);
    await this.sessions.show(member.organisationId, member._id, sessionId, session);
    return { principal: userPrincipal(member, sessionId, byProvider) };
  }

  /** Somebody's own sessions, the newest first. */
  async list({ id, sessionId }: UserPrincipal): Promise<Page<Session>> {
    const now = new Date();
    const [found, value] = await Promise.all([this.sessions.list(id, now, MOST_LISTED), this.sessions.count(id, now)]);
    return {
      items: found.map((record) => sessionAnswer(record, sessionId)),
      next: null,
      count: { value, exact: true },
    };
  }

  /** Ends one of somebody's own sessions. @throws ProblemError `session_not_found` */
  async endOne({ id }: UserPrincipal, sessionId: string, commit: Commit): Promise<void> {
    await commit(async (session) => {
      if (await this.sessions.removeOne(id, sessionId, new Date(), session)) return;
      throw new ProblemError('session_not_found');
    });
  }

  /** Ends all of somebody's own sessions but the one they use. */
  async endOthers({ id, sessionId }: UserPrincipal, commit: Commit): Promise<void> {
    await commit((session) => this.sessions.removeAll(id, sessionId, session));
  }

  /** Describes the caller: a member or an API key, with its organisation. */
  async me(principal: Principal): Promise<Me> {
    const { kind, id, name, role, accountIds, mayDownload, scopes, organisationId } = principal;
    const { hasPassword, organisationIds } = principal;
    const found = await this.access.findOrganisations(organisationIds ?? [organisationId]);
    const organisations = found.map((one) => ({ id: one._id, name: one.name }));
    const organisation = organisations.find((one) => one.id === organisationId) ?? { id: organisationId, name: '' };
    const person = { ...(hasPassword !== undefined && { hasPassword }), ...(organisationIds && { organisations }) };
    const operator = (await this.operators.include(principal)) && { operator: true as const };
    const lacks = (await this.requiredFactor.isMissing(principal)) && { secondFactorMissing: true as const };
    const rights = { role, accountIds: accountIds && [...accountIds], mayDownload };
    const ofKey = kind === 'key' && { scopes: scopes && [...scopes] };
    return { kind, id, name, ...rights, ...ofKey, organisation, ...person, ...operator, ...lacks };
  }
}

export function wrongCredentials(): ProblemError {
  return new ProblemError('wrong_credentials');
}

function sessionAnswer(record: SessionRecord, currentId: string): Session {
  const { _id, userAgent, address, createdAt, lastUsedAt, expiresAt } = record;
  return {
    id: _id,
    current: _id === currentId,
    ...readUserAgent(userAgent),
    address: address ?? null,
    createdAt: createdAt.toISOString(),
    lastUsedAt: (lastUsedAt ?? createdAt).toISOString(),
    endsAt: expiresAt.toISOString(),
  };
}
