import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { mergeMap, type Observable } from 'rxjs';
import { routeOf } from '../routes/route-declaration.js';
import { AuditService } from './audit.service.js';

/**
 * Records every successful call of an audited route in the audit log, with the `id` and `accountId` from its path and
 * the `id` from its answer. A public route sets `request.principal` once it knows who the caller is.
 */
@Injectable()
export class AuditInterceptor implements NestInterceptor {
  constructor(private readonly audit: AuditService) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const action = routeOf(context)?.audit;
    if (typeof action !== 'string') return next.handle();
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    return next.handle().pipe(
      mergeMap(async (answer: unknown) => {
        if (request.principal) await this.audit.note(request.principal, action, targets(request, answer), request.id);
        return answer;
      }),
    );
  }
}

function targets(request: FastifyRequest, answer: unknown): string[] {
  const { id, accountId } = request.params as { id?: string; accountId?: string };
  const ids = [accountId, id, (answer as { id?: unknown } | null | undefined)?.id];
  return [...new Set(ids.filter((value): value is string => typeof value === 'string'))];
}
