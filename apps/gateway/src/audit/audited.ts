import {
  applyDecorators,
  Injectable,
  SetMetadata,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { AuditAction } from '#contracts';
import type { FastifyRequest } from 'fastify';
import { mergeMap, type Observable } from 'rxjs';
import { AuditLog } from './audit-log.js';

export const AUDITED = 'audited';
export const NOT_AUDITED = 'notAudited';

/**
 * Writes the entries of {@link Audited} routes. A public route sets `request.principal` when it knows who came.
 * It stands before these routes alone: with any interceptor, a route of events cannot answer 404 any more.
 */
@Injectable()
export class AuditInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly log: AuditLog,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const action = this.reflector.get<AuditAction | undefined>(AUDITED, context.getHandler());
    if (action === undefined) return next.handle();
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    return next.handle().pipe(
      mergeMap(async (answer: unknown) => {
        if (request.principal) await this.log.note(request.principal, action, targets(request, answer), request.id);
        return answer;
      }),
    );
  }
}

/** Has a route noted in the audit log whenever it succeeds: its `id` and `accountId` in the address, and the `id` of its answer. */
export const Audited = (action: AuditAction): MethodDecorator =>
  applyDecorators(SetMetadata(AUDITED, action), UseInterceptors(AuditInterceptor));

/** A route that is no `GET` and has no entry of its own, and why. */
export const NotAudited = (why: string): MethodDecorator => SetMetadata(NOT_AUDITED, why);

function targets(request: FastifyRequest, answer: unknown): string[] {
  const { id, accountId } = request.params as { id?: string; accountId?: string };
  const ids = [accountId, id, (answer as { id?: unknown } | null | undefined)?.id];
  return [...new Set(ids.filter((value): value is string => typeof value === 'string'))];
}
