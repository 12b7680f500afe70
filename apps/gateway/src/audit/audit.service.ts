import { Inject, Injectable } from '@nestjs/common';
import type { AuditAction, AuditEntry, AuditQuery, Page } from '#contracts';
import { AuditRepository, type AuditRecord } from '#persistence';
import { LOGGER } from '#platform';
import type { ClientSession } from 'mongodb';
import type { Logger } from 'pino';
import { v7 as newId } from 'uuid';
import type { Principal } from '../access/principal.js';
import { pageAnswer } from '../http/page-answer.js';

type Actor = Pick<Principal, 'kind' | 'id' | 'organisationId'>;

/** Records who did what, and lists it for administrators. */
@Injectable()
export class AuditService {
  constructor(
    private readonly audit: AuditRepository,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Records what was done, in the transaction that does it.
   * @param targets ids; never names, phone numbers or addresses
   */
  async add(
    { kind, id, organisationId }: Actor,
    action: AuditAction,
    targets: string[],
    requestId: string,
    session?: ClientSession,
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
    await this.audit.add(entry, session);
  }

  /**
   * Records what was done elsewhere, e.g. by another service. If that fails, the action has succeeded all the same, so
   * the error is only logged.
   */
  async note(actor: Actor, action: AuditAction, targets: string[], requestId: string): Promise<void> {
    try {
      await this.add(actor, action, targets, requestId);
    } catch (error) {
      const { organisationId, id: actorId } = actor;
      this.logger.error({ err: error, organisationId, requestId, action, actorId }, 'the audit log misses this');
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
