import { Inject, Injectable } from '@nestjs/common';
import { IMPORT_STEPS, importCounts, isFinished, type Import, type Limits } from '#contracts';
import { ImportsRepository, keptKeys, type ImportChange, type ImportRecord, type AccountScope } from '#persistence';
import { CONFIG, ProblemError, type Config } from '#platform';
import { ObjectStore } from '#storage';
import { isDeepStrictEqual } from 'node:util';
import type { Commit } from '../audit/commit.js';
import { JobsService } from '../jobs/jobs.service.js';
import { importNotFound, ImportsService, notStartable } from './imports.service.js';
import { NewImportsService } from './new-imports.service.js';

/** What an import is before its file is checked. */
const UNCHECKED = {
  checked: null,
  rows: null,
  processed: 0,
  counts: importCounts(null),
  dialect: null,
  columns: [],
  preview: [],
  forecast: null,
  warnings: [],
  error: null,
  finishedAt: null,
} satisfies ImportChange;

/** What says how the file of an import is read. */
export type HowRead = Pick<ImportRecord, 'options' | 'mends'>;

/** Has the files of imports checked again. */
@Injectable()
export class RecheckService {
  constructor(
    private readonly records: ImportsRepository,
    private readonly imports: ImportsService,
    private readonly newImports: NewImportsService,
    private readonly jobs: JobsService,
    private readonly store: ObjectStore,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Has the file of an import that waits for a confirmation, or was refused, checked again, and read otherwise. What the
   * check found before is forgotten, and the import waits for a confirmation.
   * @param choose how it is read from now on; may throw
   * @throws ProblemError `wrong_state` unless it is ready or rejected, or already read in this way;
   *   `too_many_open_imports`
   */
  async checkAgain(
    scope: AccountScope,
    importId: string,
    choose: (record: ImportRecord, limits: Limits) => HowRead,
    commit: Commit,
  ): Promise<Import> {
    let outdated: string[] = [];
    const changed = await commit(async (session) => {
      const record = await this.records.find(scope, importId, session);
      if (!record) throw importNotFound();
      const { status, sourceKey, recheck = 0 } = record;
      if (isFinished(status) && status !== 'rejected') throw notStartable(record);
      if (status === 'importing') throw new ProblemError('wrong_state/import_under_way');
      const { options, mends = null } = choose(record, this.config.limits);
      if (isDeepStrictEqual([options, mends], [record.options, record.mends ?? null])) return record;
      if (status === 'rejected') await this.requireFile(record);
      else if (status !== 'ready') throw notStartable(record);
      outdated = [...keptKeys(record, true)].filter((key) => key !== sourceKey && key !== mends?.key);
      const change: ImportChange = { ...UNCHECKED, options, mends, recheck: recheck + 1 };
      // It is over, so nobody expects that it starts by itself. Its turn in the account's queue is over, too.
      if (status === 'rejected') change.options = { ...options, start: 'confirm' };
      return (await this.records.step(record, IMPORT_STEPS.gateway.checkAgain, change, { session }))!;
    });
    await this.jobs.start(
      'imports',
      { kind: 'check', importId, organisationId: scope.organisationId },
      changed.traceparent,
    );
    // If this fails, the sweeper removes them later, because no record names them any more.
    await Promise.allSettled(outdated.map((key) => this.store.delete(key)));
    return this.imports.answer(changed);
  }

  /** A refused import is not open. Its file is there unless it was kept long enough, or refused by a build before. */
  private async requireFile({ organisationId, sourceKey }: ImportRecord): Promise<void> {
    if ((await this.store.size(sourceKey)) === null) throw new ProblemError('wrong_state/file_gone');
    await this.newImports.checkRoom(organisationId, null);
  }
}
