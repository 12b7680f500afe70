import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession } from 'mongodb';
import { Model } from 'mongoose';
import type { ImportCounts, ImportListQuery, ImportStatus, ImportStep } from '#contracts';
import { FINISHED_IMPORT_STATUSES } from '#contracts';
import { inScope, type AccountScope } from '../accounts/scope.js';
import { BUSY_FIELDS, type BusyImport } from './busy-import.js';
import { importDefinition, type ImportRecord } from './import.schemas.js';
import { SHOWN_FIELDS, withoutShown, type ShownOfFile } from './without-cells.js';

export interface FinishedImport {
  accountId: string;
  finishedAt: Date;
  status: ImportStatus;
  counts: Pick<ImportCounts, 'created' | 'updated'>;
}

/** The states of imports whose columns were what they were understood as. */
const STARTED: ImportStatus[] = ['importing', 'completed', 'completed_with_errors'];

type ImportIds = Pick<ImportRecord, '_id' | 'organisationId'>;
/** An import as somebody read it: a step or a note is refused if its file was to be checked again since. */
type ReadImport = Pick<ImportRecord, '_id' | 'organisationId' | 'recheck'>;
export type EndedImport = ImportIds & Pick<ImportRecord, 'accountId' | 'updatedAt' | 'filesRemovedAt'> & ShownOfFile;
/** All fields except the state, which only `step` changes. */
export type ImportChange = Partial<Omit<ImportRecord, 'status'>> & { status?: never };

@Injectable()
export class ImportsRepository {
  constructor(@InjectModel(importDefinition.name) private readonly imports: Model<ImportRecord>) {}

  async insert(record: ImportRecord, session: ClientSession): Promise<void> {
    await this.imports.create([record], { session });
  }

  /** Removes an import whose id was not returned to anybody yet. */
  async takeBack(organisationId: string, importId: string, session: ClientSession): Promise<void> {
    await this.imports.deleteOne({ _id: importId, organisationId, status: 'uploaded' }, { session });
  }

  /**
   * Notes which undo undid an import, unless another one was noted since it was read. Its time of change stays.
   * @returns whether it is noted
   */
  async noteUndo(
    { _id, organisationId, undoneBy }: ImportIds & Pick<ImportRecord, 'undoneBy'>,
    undoId: string,
    session: ClientSession,
  ): Promise<boolean> {
    const seen = { _id, organisationId, undoneBy: undoneBy ?? null };
    const { matchedCount } = await this.imports.updateOne(seen, { $set: { undoneBy: undoId } }, { session });
    return matchedCount === 1;
  }

  find(scope: AccountScope, importId: string, session?: ClientSession): Promise<ImportRecord | null> {
    return this.imports
      .findOne({ _id: importId, ...inScope(scope) }, null, { session })
      .lean<ImportRecord>()
      .exec();
  }

  /** Whether an import is over, so that nothing may be changed in its name any more. */
  async hasEnded(organisationId: string, importId: string, session: ClientSession): Promise<boolean> {
    const ended = { _id: importId, organisationId, status: { $in: FINISHED_IMPORT_STATUSES } };
    return (await this.imports.exists(ended).session(session)) !== null;
  }

  /** Newest first. Reads one more than `limit`, so that the caller knows whether there is a next page. */
  list(scope: AccountScope, query: ImportListQuery): Promise<ImportRecord[]> {
    return this.imports
      .find({ ...conditions(scope, query), ...(query.after && { _id: { $lt: query.after } }) })
      .sort({ _id: -1 })
      .limit(query.limit + 1)
      .lean<ImportRecord[]>()
      .exec();
  }

  count(scope: AccountScope, query: ImportListQuery): Promise<number> {
    return this.imports.countDocuments(conditions(scope, query)).exec();
  }

  /** The data for statistics of the imports that ended, in the order in which they ended. */
  async *finished(scope: AccountScope, accountId?: string): AsyncGenerator<FinishedImport> {
    yield* this.imports
      .find({ ...inScope(scope, accountId), finishedAt: { $ne: null } })
      .select({ _id: 0, accountId: 1, finishedAt: 1, status: 1, 'counts.created': 1, 'counts.updated': 1 })
      .sort({ finishedAt: 1 })
      .lean<FinishedImport[]>()
      .cursor();
  }

  /** What the columns were in the latest import with these headers that somebody started, or that started by itself. */
  async startedColumns(organisationId: string, headersKey: string): Promise<ImportRecord['columns'] | null> {
    const found = await this.imports
      .findOne({ organisationId, headersKey, status: { $in: STARTED } }, { columns: 1 })
      .sort({ _id: -1 })
      .lean<Pick<ImportRecord, 'columns'>>()
      .exec();
    return found?.columns ?? null;
  }

  /** The ids of those that have not ended. */
  async openOf(organisationId: string): Promise<string[]> {
    const open = { organisationId, status: { $nin: FINISHED_IMPORT_STATUSES } };
    const found = await this.imports.find(open, { _id: 1 }).lean<{ _id: string }[]>().exec();
    return found.map(({ _id }) => _id);
  }

  /** The bytes of the uploaded files that are kept. */
  async storedBytes(organisationId: string): Promise<number> {
    const [sum] = await this.imports.aggregate<{ bytes: number }>([
      { $match: { organisationId, filesRemovedAt: null } },
      { $group: { _id: null, bytes: { $sum: '$fileSize' } } },
    ]);
    return sum?.bytes ?? 0;
  }

  countOpen(organisationId: string): Promise<number> {
    return this.imports.countDocuments({ organisationId, status: { $nin: FINISHED_IMPORT_STATUSES } }).exec();
  }

  /**
   * Performs a step in the life of an import, and records the time.
   * @param cancelRequested a further condition on the record
   * @returns the record after the step, or null when the import is in a state that the step does not start from, or its
   *   file was to be checked again since the record was read
   */
  step(
    { _id, organisationId, recheck }: ReadImport,
    { from, to }: ImportStep,
    change: ImportChange = {},
    { cancelRequested, session }: { cancelRequested?: boolean; session?: ClientSession } = {},
  ): Promise<ImportRecord | null> {
    const now = new Date();
    return this.imports
      .findOneAndUpdate(
        {
          _id,
          organisationId,
          recheck: recheck ?? null,
          status: { $in: from },
          ...(cancelRequested !== undefined && { cancelRequested }),
        },
        { $set: { ...change, status: to, updatedAt: now }, $push: { history: { status: to, at: now } } },
        { returnDocument: 'after', session },
      )
      .lean<ImportRecord>()
      .exec();
  }

  /**
   * Changes fields of an import, as long as it stays in its current state. Does not read the record back, because with
   * its preview it is large and progress is stored often.
   * @returns whether the import is to be cancelled, or null when its state has changed
   */
  note(
    { _id, organisationId, status, recheck }: ReadImport & { status: ImportStatus },
    change: ImportChange,
    session?: ClientSession,
  ): Promise<Pick<ImportRecord, 'cancelRequested'> | null> {
    return this.imports
      .findOneAndUpdate(
        { _id, organisationId, status, recheck: recheck ?? null },
        { $set: { ...change, updatedAt: new Date() } },
        { returnDocument: 'after', projection: { _id: 0, cancelRequested: 1 }, session },
      )
      .lean<Pick<ImportRecord, 'cancelRequested'>>()
      .exec();
  }

  /**
   * For the sweeper, which serves all organisations: imports that should make progress and have not since `before`.
   * Those that have waited longest come first.
   */
  findStale(before: Date, limit: number): Promise<ImportRecord[]> {
    return this.imports
      .find({
        updatedAt: { $lt: before },
        $or: [{ status: { $in: ['uploaded', 'checking', 'importing'] } }, { status: 'ready', 'options.start': 'auto' }],
      })
      .sort({ updatedAt: 1 })
      .limit(limit)
      .lean<ImportRecord[]>()
      .exec();
  }

  /**
   * For the operators and the metrics, of all organisations: how many imports are in a state, and when the oldest was
   * uploaded.
   */
  async inState(status: ImportStatus): Promise<{ count: number; oldest: Date | null }> {
    const [count, first] = await Promise.all([
      this.imports.countDocuments({ status }),
      this.imports
        .findOne({ status }, { _id: 0, createdAt: 1 })
        .sort({ createdAt: 1 })
        .lean<Pick<ImportRecord, 'createdAt'>>(),
    ]);
    return { count, oldest: first?.createdAt ?? null };
  }

  /**
   * For the operators and the metrics, of all organisations: how far imports in these states are, without what people
   * wrote.
   */
  busy(statuses: readonly ImportStatus[], limit: number): Promise<BusyImport[]> {
    return this.imports
      .find({ status: { $in: statuses } }, BUSY_FIELDS)
      .sort({ createdAt: 1 })
      .limit(limit)
      .lean<BusyImport[]>()
      .exec();
  }

  /** For the sweeper: imports of any organisation that ended between these times, the oldest first. */
  async *ended(after: Date, before: Date): AsyncGenerator<EndedImport> {
    yield* this.imports
      .find(
        { status: { $in: FINISHED_IMPORT_STATUSES }, updatedAt: { $gte: after, $lt: before } },
        { organisationId: 1, accountId: 1, updatedAt: 1, filesRemovedAt: 1, ...SHOWN_FIELDS },
      )
      .sort({ updatedAt: 1 })
      .lean<EndedImport[]>()
      .cursor();
  }

  /** Forgets the error file and the cells that an import that has ended shows. Its time of change stays. */
  async forgetFiles(ended: EndedImport): Promise<void> {
    const { _id, organisationId, updatedAt } = ended;
    const change = { filesRemovedAt: new Date(), preview: [], mends: null, ...withoutShown(ended) };
    await this.imports.updateOne({ _id, organisationId, updatedAt }, { $set: change });
  }

  /** Removes an import that has not changed since it was read. Call it after its files and its ledger were removed. */
  async remove({ _id, organisationId, updatedAt }: EndedImport): Promise<void> {
    await this.imports.deleteOne({ _id, organisationId, updatedAt });
  }

  /** For the sweeper: these imports, of any organisation. */
  findAny(importIds: readonly string[]): Promise<ImportRecord[]> {
    return this.imports
      .find({ _id: { $in: importIds } })
      .lean<ImportRecord[]>()
      .exec();
  }
}

function conditions(scope: AccountScope, { accountId, status }: ImportListQuery) {
  return {
    ...inScope(scope, accountId),
    ...(status && { status: status === 'open' ? { $nin: FINISHED_IMPORT_STATUSES } : status }),
  };
}
