import { Inject, Injectable } from '@nestjs/common';
import { coded } from '#contracts';
import type { OrderWork, RunningOrder } from '#messaging';
import {
  ContactsRepository,
  DownloadReads,
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

/** A column becomes blank only if contacts change while they are written. This often in a row is not a coincidence. */
const MAX_STARTS = 5;

/** The prefix of all files. */
export const EXPORTS_PREFIX = 'exports/';

/** Makes the file of an export: streams contacts from MongoDB through the writer into the object store. */
@Injectable()
export class Exporter implements OrderWork<'exports'> {
  readonly kind = 'exports';
  readonly failure = coded('internal_error/export');

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly contacts: ContactsRepository,
    private readonly reads: DownloadReads,
    private readonly store: ObjectStore,
    private readonly valueNames: ValueNamesRepository,
  ) {}

  /**
   * Makes the file from the start, whatever an earlier attempt left behind. The record refers to it only when it is
   * complete.
   */
  async carryOut(order: RunningOrder<'exports'>): Promise<Partial<ExportRecord>> {
    await this.reads.catchUp();
    if (order.record.rows > 0) await order.move({ rows: 0 });
    // Writing starts while the database still counts. Only a sheet has a maximum that must be checked before.
    const { maxRows } = exportFileTypes[order.record.format];
    const counting = this.count(order);
    counting.catch(() => undefined); // Awaited below, unless writing fails first.
    if (Number.isFinite(maxRows) && (await counting) > maxRows) return tooManyRows(maxRows);

    const objectKey = `${EXPORTS_PREFIX}${order.record._id}/${randomUUID()}`;
    const result = await this.writeUntilConsistent(order, objectKey);
    await counting;
    return { ...result, objectKey };
  }

  ended(at: Date): Partial<ExportRecord> {
    return { expiresAt: new Date(at.getTime() + this.config.EXPORT_KEEP_HOURS * 3_600_000) };
  }

  async discard({ objectKey }: Partial<ExportRecord>): Promise<void> {
    if (objectKey) await this.store.delete(objectKey);
  }

  /** Stores the approximate number of contacts. */
  private async count(order: RunningOrder<'exports'>): Promise<number> {
    const { value } = await this.contacts.count([order.account], order.record.filter, true);
    await order.tryMove({ expectedRows: value });
    return value;
  }

  private async writeUntilConsistent(order: RunningOrder<'exports'>, objectKey: string) {
    for (let start = 1; ; start++) {
      try {
        return await this.write(order, objectKey);
      } catch (error) {
        order.signal.throwIfAborted();
        if (!(error instanceof ColumnLeftBlankError) || start === MAX_STARTS) throw error;
        this.logger.info('the exported contacts lost a value meanwhile; starting again');
      }
    }
  }

  private async write(order: RunningOrder<'exports'>, objectKey: string) {
    const { account, record, signal } = order;
    const contacts = await peek(this.contacts.scan(account, record.filter, EXPORTED_FIELDS));
    const columns = await this.columns(account, record, contacts.first ?? []);
    const type = exportFileTypes[record.format];
    const progress = new ProgressReport((figures) => order.tryMove(figures));
    const batches = progress.count(contacts.all());
    const file = new Measured(type.write(columns, batches));
    await this.store.upload(objectKey, file.stream, type.contentType, signal);
    return { ...progress.figures(), fileSize: file.bytes, sha256: file.sha256() };
  }

  /** The first contacts usually have every value name, so that few queries remain. */
  private async columns(
    account: AccountRef,
    { filter }: ExportRecord,
    first: ExportedContact[],
  ): Promise<ExportColumns> {
    const seen = new Set(first.flatMap(({ values }) => values.map(({ name }) => name)));
    const valueNames = await this.valueNames.inUse(account, filter, seen);
    return new ExportColumns(valueNames, await this.haveOptOuts(account, filter, first));
  }

  private async haveOptOuts(
    account: AccountRef,
    filter: ExportRecord['filter'],
    first: readonly ExportedContact[],
  ): Promise<boolean> {
    if (first.some(({ optOut }) => optOut)) return true;
    if (filter.optedOut === 'no') return false;
    return (await this.contacts.count([account], { ...filter, optedOut: 'yes' }, false)).value > 0;
  }
}

/** Ends the order as failed. */
function tooManyRows(rows: number): Partial<ExportRecord> {
  return { status: 'failed', error: coded('too_many_rows/export', { rows }) };
}
