import { Inject, Injectable } from '@nestjs/common';
import {
  finalCounts,
  IMPORT_STEPS,
  isFinished,
  type Coded,
  type Import,
  type ImportListQuery,
  type ImportStart,
  type Page,
} from '#contracts';
import {
  everyAccountOf,
  importFinished,
  ImportEffectsRepository,
  ImportsRepository,
  ImportTurnsRepository,
  type ImportChange,
  type ImportRecord,
  type AccountScope,
} from '#persistence';
import { CONFIG, metrics, ProblemError, type Config } from '#platform';
import { ObjectStore } from '#storage';
import type { ClientSession } from 'mongodb';
import { AccountsService } from '../accounts/accounts.service.js';
import type { Commit, Publish } from '../audit/commit.js';
import type { Downloading } from '../audit/downloading.js';
import { JobsService } from '../jobs/jobs.service.js';
import { errorFileName } from './file-name.js';
import { importAnswer, mayWait } from './import-answer.js';

const { start, cancel } = IMPORT_STEPS.gateway;

/** Shows, starts and cancels imports. Doing it twice is fine. */
@Injectable()
export class ImportsService {
  constructor(
    private readonly imports: ImportsRepository,
    private readonly turns: ImportTurnsRepository,
    private readonly effects: ImportEffectsRepository,
    private readonly accounts: AccountsService,
    private readonly jobs: JobsService,
    private readonly store: ObjectStore,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async list(scope: AccountScope, query: ImportListQuery): Promise<Page<Import>> {
    const [found, value] = await Promise.all([this.imports.list(scope, query), this.imports.count(scope, query)]);
    const items = found.slice(0, query.limit);
    const next = found.length > query.limit ? items.at(-1)!._id : null;
    return { items: await this.answers(scope, items), next, count: { value, exact: true } };
  }

  /** @throws ProblemError `import_not_found` */
  async record(scope: AccountScope, importId: string): Promise<ImportRecord> {
    const record = await this.imports.find(scope, importId);
    if (!record) throw importNotFound();
    return record;
  }

  /** @throws ProblemError `import_not_found` */
  async read(scope: AccountScope, importId: string): Promise<Import> {
    return this.answer(await this.record(scope, importId));
  }

  async answer(record: ImportRecord): Promise<Import> {
    const [answer] = await this.answers(everyAccountOf(record.organisationId), [record]);
    return answer!;
  }

  /**
   * Starts an import that waits for confirmation.
   * @throws ProblemError `wrong_state` unless it is ready or already importing; `no_active_account`
   */
  start(scope: AccountScope, importId: string, decision: ImportStart, commit: Commit): Promise<Import> {
    return this.command(scope, importId, commit, async (record, session) => {
      if (record.status === 'importing') return record;
      if (record.status !== 'ready') throw notStartable(record);
      return this.startReady(record, decision, session);
    });
  }

  /**
   * Cancels an import that is not applied yet, or asks the importer to stop after the current batches.
   * @param reason why, if it is not its organisation that cancels it
   * @throws ProblemError `wrong_state` when it has ended in another way
   */
  async cancel(scope: AccountScope, importId: string, commit: Commit, reason?: Coded): Promise<Import> {
    const why = reason && { error: { ...reason, row: null, column: null } };
    let isIdle = false;
    const answer = await this.command(scope, importId, commit, async (record, session, publish) => {
      const { status } = record;
      isIdle = status === 'uploaded' || status === 'ready';
      if (status === 'cancelled') return record;
      if (isFinished(status)) throw new ProblemError('wrong_state/import_over', { with: { status } });
      if (isIdle) return this.cancelIdle(record, why ?? {}, session, publish);
      await this.imports.note(record, { cancelRequested: true, ...why }, session);
      return this.imports.find(scope, importId, session);
    });
    // The importer counts the others. A cancellation that is repeated ends nothing.
    if (isIdle) metrics.importsFinished.inc({ status: answer.status });
    return answer;
  }

  /**
   * @returns a presigned URL of the error file
   * @throws ProblemError `not_ready` before the check is done, `not_found` when every row is good or the file was kept
   *   long enough
   */
  async errorFileUrl(scope: AccountScope, importId: string, downloading: Downloading): Promise<string> {
    const { checked, counts, status, fileName, filesRemovedAt } = await this.record(scope, importId);
    if (filesRemovedAt && counts.rejected + counts.duplicate > 0) throw new ProblemError('not_found/kept_no_longer');
    const key = checked?.lateErrorsKey ?? checked?.errorsKey;
    if (key) {
      downloading({ filter: { import: importId }, count: counts.rejected + counts.duplicate });
      const file = { name: errorFileName(fileName), contentType: 'text/csv; charset=utf-8' };
      return this.store.signedUrl(key, file, this.config.DOWNLOAD_URL_SECONDS);
    }
    if (status === 'uploaded' || status === 'checking') {
      throw new ProblemError('not_ready/error_file');
    }
    throw new ProblemError(checked ? 'not_found/all_good' : 'not_found/not_checked');
  }

  /**
   * Changes an import and adds its job afterwards: an import that was started is applied, one that waits for its turn has
   * no job that would see a request, and one that was cancelled has objects to remove.
   * @param change returns the new record
   */
  private async command(
    scope: AccountScope,
    importId: string,
    commit: Commit,
    change: (record: ImportRecord, session: ClientSession, publish: Publish) => Promise<ImportRecord | null>,
  ): Promise<Import> {
    const changed = await commit(async (session, publish) => {
      const record = await this.imports.find(scope, importId, session);
      if (!record) throw importNotFound();
      return (await change(record, session, publish))!;
    });
    await this.jobs.start(
      'imports',
      { kind: 'apply', importId, organisationId: scope.organisationId },
      changed.traceparent,
    );
    return this.answer(changed);
  }

  private async startReady(
    record: ImportRecord,
    { blankColumns }: ImportStart,
    session: ClientSession,
  ): Promise<ImportRecord | null> {
    const account = await this.accounts.requireActive(everyAccountOf(record.organisationId), record.accountId);
    await this.turns.enter(account, record._id, session);
    const stated = record.options.blankColumns;
    const decided = blankColumns ?? (stated === 'ask' ? 'clear' : stated);
    const change = { startedAt: new Date(), options: { ...record.options, blankColumns: decided } };
    return this.imports.step(record, start, change, { session });
  }

  /** The importer does the rest: it removes the objects of the import, and starts the next one. */
  private async cancelIdle(
    record: ImportRecord,
    why: ImportChange,
    session: ClientSession,
    publish: Publish,
  ): Promise<ImportRecord | null> {
    const account = await this.accounts.require(everyAccountOf(record.organisationId), record.accountId);
    await this.turns.enter(account, record._id, session);
    const end = { ...finalCounts(record.counts, record.rows), ...why, finishedAt: new Date() };
    const ended = await this.imports.step(record, cancel, end, { session });
    if (ended) await publish('ImportFinished', importFinished(ended));
    return ended;
  }

  /** Reads each account's queue once, and the effect of finished imports, which the campaigns service has counted. */
  private async answers(scope: AccountScope, records: readonly ImportRecord[]): Promise<Import[]> {
    const accountIds = new Set(records.filter(mayWait).map(({ accountId }) => accountId));
    const queues = new Map<string, string[]>();
    for (const accountId of accountIds) {
      queues.set(accountId, await this.turns.inOrder(await this.accounts.require(scope, accountId)));
    }
    const ended = records.filter(({ status }) => isFinished(status)).map(({ _id }) => _id);
    const effects = await this.effects.ofImports(scope.organisationId, ended);
    return records.map((record) => ({
      ...importAnswer(record, queues.get(record.accountId) ?? []),
      effect: effects.get(record._id) ?? null,
    }));
  }
}

export function notStartable(record: ImportRecord): ProblemError {
  return isFinished(record.status)
    ? new ProblemError('wrong_state/import_over_upload', { with: { status: record.status } })
    : new ProblemError('wrong_state/import_checking');
}

export function importNotFound(): ProblemError {
  return new ProblemError('import_not_found');
}
