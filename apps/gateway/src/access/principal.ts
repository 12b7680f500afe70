import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { KeyScope, Role } from '#contracts';
import type { ApiKeyRecord, MemberRecord } from '#persistence';
import type { FastifyRequest } from 'fastify';

/** The sender of a request: a person with a session, or a program with an API key. */
export interface Principal {
  kind: 'user' | 'key';
  id: string;
  name: string;
  role: Role;
  organisationId: string;
  /** What a key is for; null: all that its role allows. A person is not limited in this way. */
  scopes: readonly KeyScope[] | null;
  /** Of a person: the `_id` of the session, whether they have a password, and all organisations they belong to. */
  sessionId?: string;
  hasPassword?: boolean;
  organisationIds?: string[];
  /** The limit of the organisation, where it has one of its own. */
  requestsPerMinute?: number | null;
}

/** A person with a session. */
export type UserPrincipal = Principal & Required<Pick<Principal, 'sessionId' | 'hasPassword' | 'organisationIds'>>;

export function userPrincipal(member: MemberRecord, sessionId: string): UserPrincipal {
  const { _id: id, name, role, organisationId, passwordHash, organisationIds } = member;
  return {
    kind: 'user',
    id,
    name,
    role,
    organisationId,
    scopes: null,
    sessionId,
    hasPassword: passwordHash !== null,
    organisationIds,
  };
}

export function keyPrincipal({ _id: id, name, role, organisationId, scopes = null }: ApiKeyRecord): Principal {
  return { kind: 'key', id, name, role, organisationId, scopes };
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
