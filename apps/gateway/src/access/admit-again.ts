import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Principal } from './principal.js';

/**
 * Looks again whether the sender of a request may call its route, for an answer that goes on for long.
 * @returns who they are now, with the rights that they have now
 * @throws ProblemError as the access guard does
 */
export type AdmitAgain = () => Promise<Principal>;

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the access guard; missing on public routes. */
    admitAgain?: AdmitAgain;
  }
}

/** Injects the {@link AdmitAgain} of a request. Only for routes that are not public. */
export const AdmittingAgain = createParamDecorator((_: unknown, context: ExecutionContext): AdmitAgain => {
  const { admitAgain } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!admitAgain) throw new Error('a public route admits everybody');
  return admitAgain;
});
