import { Inject, Injectable } from '@nestjs/common';
import type { AuditAction, AuditEntry, AuditQuery, Page } from '#contracts';
import { AuditRepository, type AuditRecord } from '#persistence';
import { LOGGER } from '#platform';
import type { Logger } from 'pino';
import { v7 as newId } from 'uuid';
import type { Principal } from '../access/principal.js';
import { pageAnswer } from '../http/page-answer.js';

/** Records who did what, and lists it for administrators. */
@Injectable()
export class AuditService {
  constructor(
    private readonly audit: AuditRepository,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Records what was done. If that fails, the action has succeeded all the same, so the error is only logged.
   * @param targets ids; never names, phone numbers or addresses
   */
  async note(
    { kind, id, organisationId }: Pick<Principal, 'kind' | 'id' | 'organisationId'>,
    action: AuditAction,
    targets: string[],
    requestId: string,
  ): Promise<void> {
    const entry: AuditRecord = {
      _id: newId(),
      organisationId,
      at: new Date(),
      actor: { kind, id },
      action,
      targets,
      requestId,
    };
    try {
      await this.audit.add(entry);
    } catch (error) {
      this.logger.error({ err: error, organisationId, requestId, action, actorId: id }, 'the audit log misses this');
    }
  }

  async list(organisationId: string, query: AuditQuery): Promise<Page<AuditEntry>> {
    const [found, count] = await Promise.all([
      this.audit.list(organisationId, query),
      this.audit.count(organisationId, query),
    ]);
    return { ...pageAnswer(found, query.limit, count.value, auditAnswer), count };
  }
}

function auditAnswer({ _id, at, actor, action, targets, requestId }: AuditRecord): AuditEntry {
  return { id: _id, at: at.toISOString(), actor, action, targets, requestId };
}
