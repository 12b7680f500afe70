import { Inject, Injectable } from '@nestjs/common';
import type { AuditAction, AuditEntry, AuditQuery, Page } from '#contracts';
import { AuditRepository, type AuditRecord } from '#persistence';
import { LOGGER } from '#platform';
import type { Logger } from 'pino';
import { v7 as newId } from 'uuid';
import type { Principal } from '../access/principal.js';
import { pageAnswer } from '../http/page-answer.js';

/** Notes who did what, and tells it to administrators. */
@Injectable()
export class AuditService {
  constructor(
    private readonly audit: AuditRepository,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Notes what was done. It is done by then, so the caller is not told when the note fails; the service's log is.
   * @param targets ids, never a name, a phone number or an address
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
