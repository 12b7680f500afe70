import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { AuditAction } from '#contracts';
import { EventPublisher, type Transaction } from '#messaging';
import type { FastifyRequest } from 'fastify';
import { mergeMap, type Observable } from 'rxjs';
import type { Principal } from '../access/principal.js';
import { routeOf } from '../routes/route-declaration.js';
import { AuditService } from './audit.service.js';
import type { Work } from './commit.js';

/** What the work of a commit or a handler may return. */
type Result =
  { id?: unknown; _id?: unknown; accountIds?: readonly unknown[]; principal?: Principal } | null | undefined;

/**
 * Records every successful call of an audited route in the audit log, with the `id` and `accountId` from its path and
 * the `id` or `accountIds` from its result. A handler that changes MongoDB does so by its `Commit`, which includes the
 * entry. After any other handler, the entry is written before the answer is sent.
 */
@Injectable()
export class AuditInterceptor implements NestInterceptor {
  constructor(
    private readonly audit: AuditService,
    private readonly publisher: EventPublisher,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const route = routeOf(context);
    const action = route?.audit;
    if (typeof action !== 'string') return next.handle();
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    let isCommitted = false;
    request.commit = async <T>(work: Work<T>) => {
      const result = await this.commit(request, action, work);
      isCommitted = true;
      return result;
    };
    return next.handle().pipe(
      mergeMap(async (answer: unknown) => {
        const { principal, id, downloaded } = request;
        if (route?.download && !isCommitted && !downloaded) throw new Error(`${action} does not say what it gives out`);
        if (!isCommitted && principal)
          await this.audit.note(principal, action, targets(request, answer as Result), id, downloaded);
        return answer;
      }),
    );
  }

  private commit<T>(request: FastifyRequest, action: AuditAction, work: Work<T>): Promise<T> {
    const commit = async ({ session, publish }: Transaction) => {
      const result = await work(session, publish);
      const principal = (result as Result)?.principal ?? request.principal;
      if (!principal) throw new Error(`nobody did ${action}`);
      await this.audit.add(principal, action, targets(request, result as Result), request.id, { session, publish });
      return result;
    };
    // Only when they sign in it is not known yet who they are.
    return request.principal
      ? this.audit.transaction(request.principal.organisationId, commit)
      : this.publisher.transaction(commit);
  }
}

function targets(request: FastifyRequest, result: Result): string[] {
  const { id, accountId } = request.params as { id?: string; accountId?: string };
  const own = result?.id ?? result?._id ?? result?.principal?.id;
  const ids = [accountId, id, own, ...(result?.accountIds ?? [])];
  return [...new Set(ids.filter((value): value is string => typeof value === 'string'))];
}
