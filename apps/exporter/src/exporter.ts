import { Inject, Injectable } from '@nestjs/common';
import { coded, type Coded, type JobPayload } from '#contracts';
import {
  AccountsRepository,
  ContactsRepository,
  ExportsRepository,
  ValueNamesRepository,
  type AccountRef,
  type ExportRecord,
} from '#persistence';
import { CONFIG, LOGGER, type Config } from '#platform';
import { ObjectStore } from '#storage';
import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { exportFileTypes } from './file-types.js';
import { Measured } from './measured.js';
import { ColumnLeftBlankError, EXPORTED_FIELDS, ExportColumns, type ExportedContact } from './export-columns.js';
import { peek } from './peek.js';
import { ProgressReport } from './progress-report.js';

/** A column can turn out blank only if contacts change while they are written; so often in a row is not chance. */
const MAX_STARTS = 5;

/** Makes the file of an export: contacts stream from MongoDB through the writer into the object store. */
@Injectable()
export class Exporter {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly accounts: AccountsRepository,
    private readonly contacts: ContactsRepository,
    private readonly exports: ExportsRepository,
    private readonly store: ObjectStore,
    private readonly valueNames: ValueNamesRepository,
  ) {}

  /**
   * Makes the file from the start, whatever an earlier attempt left. The record points at it only once it is whole.
   * @param signal ends it; another process starts over
   */
  async run({ organisationId, exportId }: JobPayload<'exports'>, signal: AbortSignal): Promise<void> {
    const record = await this.exports.transition(organisationId, exportId, ['queued', 'running'], {
      status: 'running',
      rows: 0,
    });
    if (!record) return;
    const account = await this.accounts.find(organisationId, record.accountId);
    if (!account) throw new Error('the organisation has no such account');

    // The file is begun while the store counts. Only a sheet has an end that must be known before.
    const { maxRows } = exportFileTypes[record.format];
    const counting = this.count(record, account);
    counting.catch(() => undefined); // Awaited below, unless writing fails first.
    if (Number.isFinite(maxRows) && (await counting) > maxRows) return this.refuse(record, maxRows);

    const objectKey = `exports/${exportId}/${randomUUID()}`;
    const result = await this.writeUntilConsistent(record, account, objectKey, signal);
    await counting;
    const now = new Date();
    const finished = await this.exports.transition(organisationId, exportId, ['running'], {
      status: 'completed',
      ...result,
      objectKey,
      finishedAt: now,
      expiresAt: new Date(now.getTime() + this.config.EXPORT_KEEP_HOURS * 3_600_000),
    });
    if (!finished) await this.store.delete(objectKey);
    else this.logger.info({ rows: result.rows, bytes: result.fileSize }, 'export completed');
  }

  async giveUp({ organisationId, exportId }: JobPayload<'exports'>): Promise<void> {
    await this.fail(organisationId, exportId, coded('internal_error/export'));
  }

  /** Notes how many contacts there will be, about. */
  private async count({ organisationId, _id, filter }: ExportRecord, account: AccountRef): Promise<number> {
    const { value } = await this.contacts.count([account], filter, true);
    await this.exports.transition(organisationId, _id, ['running'], { expectedRows: value });
    return value;
  }

  private async writeUntilConsistent(
    record: ExportRecord,
    account: AccountRef,
    objectKey: string,
    signal: AbortSignal,
  ) {
    for (let start = 1; ; start++) {
      try {
        return await this.write(record, account, objectKey, signal);
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof ColumnLeftBlankError) || start === MAX_STARTS) throw error;
        this.logger.info('a value left the exported contacts meanwhile; starting over');
      }
    }
  }

  private async write(record: ExportRecord, account: AccountRef, objectKey: string, signal: AbortSignal) {
    const contacts = await peek(this.contacts.scan(account, record.filter, EXPORTED_FIELDS));
    const columns = await this.columns(account, record, contacts.first ?? []);
    const type = exportFileTypes[record.format];
    const progress = new ProgressReport((figures) =>
      this.exports.transition(record.organisationId, record._id, ['running'], figures),
    );
    const batches = progress.count(contacts.all());
    const file = new Measured(type.write(columns, batches));
    await this.store.upload(objectKey, file.stream, type.contentType, signal);
    return { ...progress.figures(), fileSize: file.bytes, sha256: file.sha256() };
  }

  /** The first contacts mostly have every value there is, so that little is left to ask for. */
  private async columns(
    account: AccountRef,
    { filter }: ExportRecord,
    first: ExportedContact[],
  ): Promise<ExportColumns> {
    const seen = new Set(first.flatMap(({ values }) => values.map(({ name }) => name)));
    return new ExportColumns(await this.valueNames.inUse(account, filter, seen));
  }

  private async refuse(record: ExportRecord, maxRows: number): Promise<void> {
    await this.fail(record.organisationId, record._id, coded('too_many_rows/export', { rows: maxRows }));
  }

  private async fail(organisationId: string, exportId: string, error: Coded): Promise<void> {
    const finishedAt = new Date();
    await this.exports.transition(organisationId, exportId, ['queued', 'running'], {
      status: 'failed',
      error,
      finishedAt,
      expiresAt: new Date(finishedAt.getTime() + this.config.EXPORT_KEEP_HOURS * 3_600_000),
    });
  }
}
