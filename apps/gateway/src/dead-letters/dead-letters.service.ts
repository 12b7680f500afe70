import { Injectable } from '@nestjs/common';
import {
  EVENTS,
  IMPORT_STEPS,
  type DeadLetter,
  type DeadLetterQuery,
  type DeadLetterReplay,
  type EventName,
  type ImportStatus,
  type Page,
} from '#contracts';
import { EventPublisher } from '#messaging';
import {
  DeadLettersRepository,
  ImportLedgerRepository,
  ImportsRepository,
  type DeadLetterRecord,
  type DeadLetterScope,
  everyAccountOf,
} from '#persistence';
import { ProblemError } from '#platform';
import type { ClientSession } from 'mongodb';
import { Operators } from '../access/operators.js';
import type { Principal } from '../access/principal.js';
import type { Commit } from '../audit/commit.js';
import { pageAnswer } from '../http/page-answer.js';
import { JobsService } from '../jobs/jobs.service.js';

/** What a replay has stored, and what is left to do when that is committed. */
interface Replayed {
  ids: string[];
  follow: () => Promise<void>;
}

/** Lists, replays and discards events that were given up. A letter is removed in the transaction that replays it. */
@Injectable()
export class DeadLettersService {
  constructor(
    private readonly letters: DeadLettersRepository,
    private readonly ledger: ImportLedgerRepository,
    private readonly imports: ImportsRepository,
    private readonly publisher: EventPublisher,
    private readonly jobs: JobsService,
    private readonly operators: Operators,
  ) {}

  async list(principal: Principal, query: DeadLetterQuery): Promise<Page<DeadLetter>> {
    const scope = await this.scopeOf(principal);
    const [found, value] = await Promise.all([this.letters.list(scope, query), this.letters.count(scope, query)]);
    return pageAnswer(found, query.limit, value, deadLetterAnswer);
  }

  /** @throws ProblemError `dead_letter_not_found`; `wrong_state` when it cannot be replayed, or not now */
  async replay(principal: Principal, id: string, commit: Commit): Promise<DeadLetterReplay> {
    const scope = await this.scopeOf(principal);
    const { ids, follow } = await commit(async (session) => {
      const letter = await this.letters.find(scope, id, session);
      if (!letter) throw notFound();
      return this.replayLetter(letter, session);
    });
    await follow();
    return { ids };
  }

  /** @throws ProblemError `dead_letter_not_found` */
  async discard(principal: Principal, id: string, commit: Commit): Promise<void> {
    const scope = await this.scopeOf(principal);
    await commit(async (session) => {
      if (!(await this.letters.discard(scope, id, session))) throw notFound();
    });
  }

  private async replayLetter(letter: DeadLetterRecord, session: ClientSession): Promise<Replayed> {
    const { _id, event: name, subscriber, payload, organisationId, importId } = letter;
    const event = EVENTS[name as EventName] as (typeof EVENTS)[EventName] | undefined;
    if (event?.keptBy === 'outbox' && payload !== null) {
      const follow = await this.publisher.replay(name as EventName, subscriber, JSON.parse(payload), session);
      await this.letters.remove(letter, session);
      return { ids: [_id], follow };
    }
    if (organisationId !== null && importId !== null) return this.replayImport(organisationId, importId, session);
    throw new ProblemError('wrong_state/letter_useless');
  }

  /**
   * Resumes the import where it was given up. Its checked rows are read from the object store again. It waits for its
   * turn, because imports into one account are applied one after another.
   */
  private async replayImport(organisationId: string, importId: string, session: ClientSession): Promise<Replayed> {
    const letters = await this.letters.ofImport(organisationId, importId, session);
    const record = await this.imports.find(everyAccountOf(organisationId), importId, session);
    if (record?.status !== 'completed_with_errors') throw cannotGoOn(record?.status);
    const batches = letters.flatMap(({ batch }) => batch ?? []);
    await this.ledger.reopen(importId, batches, session);
    const change = { reopenedAt: new Date(), finishedAt: null, cancelRequested: false };
    const reopened = await this.imports.step(record, IMPORT_STEPS.gateway.reopen, change, { session });
    if (!reopened) throw cannotGoOn('importing');
    for (const letter of letters) await this.letters.remove(letter, session);
    return {
      ids: letters.map(({ _id }) => _id),
      follow: () => this.jobs.start('imports', { kind: 'apply', importId, organisationId }, record.traceparent),
    };
  }

  private async scopeOf(principal: Principal): Promise<DeadLetterScope> {
    return (await this.operators.include(principal)) ? [principal.organisationId, null] : [principal.organisationId];
  }
}

function deadLetterAnswer(record: DeadLetterRecord): DeadLetter {
  const { _id, event, subscriber, importId, batch, reason, attempts, failedAt } = record;
  return { id: _id, event, subscriber, importId, batch, reason, attempts, failedAt: failedAt.toISOString() };
}

function cannotGoOn(status: ImportStatus | undefined): ProblemError {
  return status === 'importing'
    ? new ProblemError('wrong_state/letter_too_early')
    : new ProblemError('wrong_state/letter_too_late');
}

function notFound(): ProblemError {
  return new ProblemError('dead_letter_not_found');
}
