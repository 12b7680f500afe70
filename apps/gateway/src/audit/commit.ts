import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Transaction } from '#messaging';
import type { ClientSession } from 'mongodb';

/**
 * Makes a change in one transaction with the audit entry of the request: both are stored, or neither. The `id` or `_id`
 * of what the work returns becomes a target of the entry. Events that the work publishes belong to the change as well.
 * On a public route, and where somebody enters an organisation, the work returns the `principal` who did it.
 * For the work, the rules of `Transactions.run` apply: what must not be repeated, such as adding a job, comes after it.
 */
export type Commit = <T>(work: Work<T>) => Promise<T>;
export type Work<T> = (session: ClientSession, publish: Publish) => Promise<T>;
export type Publish = Transaction['publish'];

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the audit interceptor. */
    commit?: Commit;
  }
}

/** Injects the {@link Commit} of a route that names an audit action. */
export const Committing = createParamDecorator((_: unknown, context: ExecutionContext): Commit => {
  const { commit } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!commit) throw new Error('a route without an audit action has nothing to commit');
  return commit;
});
