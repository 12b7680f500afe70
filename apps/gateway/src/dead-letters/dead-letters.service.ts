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
} from '#persistence';
import { ProblemError } from '#platform';
import { Operators } from '../access/operators.js';
import type { Principal } from '../access/principal.js';
import type { Commit } from '../audit/commit.js';
import { pageAnswer } from '../http/page-answer.js';
import { JobsService } from '../jobs/jobs.service.js';

/**
 * Lists, replays and discards events that were given up. Replaying removes the dead letter last, and only if the event
 * was not given up again meanwhile. So it is still there if replaying is interrupted.
 */
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
  async replay(principal: Principal, id: string): Promise<DeadLetterReplay> {
    const letter = await this.letters.find(await this.scopeOf(principal), id);
    if (!letter) throw notFound();
    const event = EVENTS[letter.event as EventName] as (typeof EVENTS)[EventName] | undefined;
    if (event?.keptBy === 'outbox' && letter.payload !== null) {
      await this.publisher.replay(letter.event as EventName, letter.subscriber, JSON.parse(letter.payload));
      await this.letters.remove(letter);
      return { ids: [id] };
    }
    const { organisationId, importId } = letter;
    if (organisationId !== null && importId !== null) return this.replayImport(organisationId, importId);
    throw new ProblemError('wrong_state/letter_useless');
  }

  /** @throws ProblemError `dead_letter_not_found` */
  async discard(principal: Principal, id: string, commit: Commit): Promise<void> {
    const scope = await this.scopeOf(principal);
    await commit(async (session) => {
      if (!(await this.letters.discard(scope, id, session))) throw notFound();
    });
  }

  /**
   * Resumes the import where it was given up. Its checked rows are read from the object store again. It waits for its
   * turn, because imports into one account are applied one after another.
   */
  private async replayImport(organisationId: string, importId: string): Promise<DeadLetterReplay> {
    const letters = await this.letters.ofImport(organisationId, importId);
    const record = await this.imports.find(organisationId, importId);
    if (record?.status !== 'completed_with_errors') throw cannotGoOn(record?.status);
    await this.ledger.reopen(
      importId,
      letters.flatMap(({ batch }) => batch ?? []),
    );
    const reopened = await this.imports.step(record, IMPORT_STEPS.gateway.reopen, {
      reopenedAt: new Date(),
      finishedAt: null,
      cancelRequested: false,
    });
    if (!reopened) throw cannotGoOn('importing');
    await this.jobs.start('imports', { kind: 'apply', importId, organisationId });
    for (const letter of letters) await this.letters.remove(letter);
    return { ids: letters.map(({ _id }) => _id) };
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
