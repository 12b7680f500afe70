import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Role } from '#contracts';
import type { FastifyRequest } from 'fastify';

/** The sender of a request: a person with a session, or a program with an API key. */
export interface Principal {
  kind: 'user' | 'key';
  id: string;
  name: string;
  role: Role;
  organisationId: string;
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
