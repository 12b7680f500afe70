import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { KeyScope, Role } from '#contracts';
import type { AccountScope, ApiKeyRecord, MemberRecord } from '#persistence';
import { ProblemError } from '#platform';
import type { FastifyRequest } from 'fastify';

/**
 * The sender of a request: a person with a session, or a program with an API key. As an {@link AccountScope}, it says whose
 * data its queries may see: it is handed to repositories as it is.
 */
export interface Principal extends AccountScope {
  kind: 'user' | 'key';
  id: string;
  name: string;
  role: Role;
  /** What a key is for; null: all that its role allows. A person is not limited in this way. */
  scopes: readonly KeyScope[] | null;
  /** Whether they may have files of personal data. A key that may not lacks the scope. */
  mayDownload: boolean;
  /** Of a person: the `_id` of the session, whether they have a password, and all organisations they belong to. */
  sessionId?: string;
  hasPassword?: boolean;
  organisationIds?: string[];
  /** Of a person: the OpenID provider said who they are. */
  byProvider?: boolean;
  /** The limit of the organisation, where it has one of its own. */
  requestsPerMinute?: number | null;
}

/** A person with a session. */
export type UserPrincipal = Principal & Required<Pick<Principal, 'sessionId' | 'hasPassword' | 'organisationIds'>>;

export function userPrincipal(member: MemberRecord, sessionId: string, byProvider = false): UserPrincipal {
  const { _id: id, name, passwordHash, organisationIds, mayDownload = true } = member;
  const rights = { ...rightsOf(member), scopes: null, mayDownload: member.role === 'admin' || mayDownload };
  const person = { sessionId, hasPassword: passwordHash !== null, organisationIds, byProvider };
  return { kind: 'user', id, name, ...rights, ...person };
}

export function keyPrincipal(key: ApiKeyRecord): Principal {
  const { _id: id, name, scopes = null } = key;
  return { kind: 'key', id, name, ...rightsOf(key), scopes, mayDownload: true };
}

/** Administrators are never limited: what they manage belongs to the whole organisation. */
function rightsOf({ role, organisationId, accountIds = null }: MemberRecord | ApiKeyRecord) {
  return { role, organisationId, accountIds: role === 'admin' ? null : accountIds };
}

/** For what concerns all accounts. @throws ProblemError `not_allowed` for somebody who may see only some */
export function requireEveryAccount({ accountIds }: AccountScope): void {
  if (accountIds) throw new ProblemError('not_allowed/accounts');
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the access guard; null on public routes. */
    principal: Principal | null;
  }
}

/** Injects the {@link Principal} into a handler. Only for routes that are not public. */
export const CurrentPrincipal = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const { principal } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!principal) throw new Error('a public route has no principal');
  return principal;
});

/** Injects the {@link UserPrincipal} into a handler of a route that is `personal`. */
export const CurrentUser = createParamDecorator((_: unknown, context: ExecutionContext): UserPrincipal => {
  const { principal } = context.switchToHttp().getRequest<FastifyRequest>();
  if (principal?.kind !== 'user') throw new Error('only a personal route has a person');
  return principal as UserPrincipal;
});
