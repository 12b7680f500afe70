import { Inject, Injectable } from '@nestjs/common';
import {
  readAuditPlace,
  type AuditAction,
  type AuditDownloadQuery,
  type AuditEntry,
  type AuditQuery,
  type AuditVerification,
  type Page,
} from '#contracts';
import { EventPublisher, type Transaction } from '#messaging';
import { AuditRepository, type AuditRecord } from '#persistence';
import { LOGGER, Remembered } from '#platform';
import type { Logger } from 'pino';
import { v7 as newId } from 'uuid';
import type { Principal } from '../access/principal.js';
import { pageAnswer } from '../http/page-answer.js';
import { auditCsv, auditJsonLines } from './audit-files.js';
import { Turns } from './turns.js';

type Actor = Pick<Principal, 'kind' | 'id' | 'organisationId'>;

/** Records who did what, and lists it for administrators. */
@Injectable()
export class AuditService {
  private readonly verified = new Remembered<AuditVerification>();
  private readonly turns = new Turns();

  constructor(
    private readonly audit: AuditRepository,
    private readonly publisher: EventPublisher,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Records what was done, at the end of the transaction that does it, and tells the organisation's webhooks.
   * @param targets ids; never names, phone numbers or addresses
   */
  async add(
    { kind, id, organisationId }: Actor,
    action: AuditAction,
    targets: string[],
    requestId: string,
    { session, publish }: Pick<Transaction, 'session' | 'publish'>,
    downloaded?: AuditEntry['downloaded'],
  ): Promise<void> {
    const record: AuditRecord = {
      _id: newId(),
      organisationId,
      at: new Date(),
      actor: { kind, id },
      action,
      targets,
      requestId,
      ...(downloaded && { downloaded }),
    };
    const entry = auditAnswer(await this.audit.add(record, session));
    await publish('AuditEntryAdded', { organisationId, entry });
  }

  /**
   * A transaction that will {@link add} an entry. Those of an organisation take turns in this process: MongoDB would abort
   * all but one of them, again and again.
   */
  transaction<T>(organisationId: string, work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.turns.take(organisationId, () => this.publisher.transaction(work));
  }

  /**
   * Records what was done elsewhere, e.g. by another service. If that fails, the action has succeeded all the same, so
   * the error is only logged.
   */
  async note(
    actor: Actor,
    action: AuditAction,
    targets: string[],
    requestId: string,
    downloaded?: AuditEntry['downloaded'],
  ): Promise<void> {
    try {
      await this.transaction(actor.organisationId, (transaction) =>
        this.add(actor, action, targets, requestId, transaction, downloaded),
      );
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

  /** All entries that match as the lines of a file, newest first. The first ones are read before it begins to answer. */
  async lines(organisationId: string, { format, ...filter }: AuditDownloadQuery): Promise<AsyncIterable<string>> {
    const write = format === 'csv' ? auditCsv : auditJsonLines;
    const batches = this.audit.scan(organisationId, filter);
    const first = await batches.next();
    const text = (batch: AuditRecord[]) => batch.map((record) => write.line(auditAnswer(record))).join('');
    return (async function* () {
      yield write.head;
      if (!first.done) yield text(first.value);
      for await (const batch of batches) yield text(batch);
    })();
  }

  /** The newest entries about these things, at most 1,000. */
  async about(organisationId: string, targets: readonly string[]): Promise<AuditEntry[]> {
    return (await this.audit.about(organisationId, targets)).map(auditAnswer);
  }

  /** Compares all entries. Those who ask at the same time share the answer. */
  verify(organisationId: string, expected: string | undefined): Promise<AuditVerification> {
    return this.verified.get(`${organisationId} ${expected}`, () =>
      this.audit.verify(organisationId, expected === undefined ? null : readAuditPlace(expected)),
    );
  }
}

function auditAnswer(record: AuditRecord): AuditEntry {
  const { _id, at, actor, action, targets, requestId, downloaded, ...chain } = record;
  const { sequence = null, previousHash = null, hash = null } = chain;
  const said = { actor, action, targets, requestId, ...(downloaded && { downloaded }) };
  return { id: _id, at: at.toISOString(), ...said, sequence, previousHash, hash };
}
