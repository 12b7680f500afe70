import { Inject, Injectable } from '@nestjs/common';
import type { Export, ExportListQuery, ExportRequest, Page } from '#contracts';
import { ExportsRepository, type ExportRecord } from '#persistence';
import { CONFIG, ProblemError, type Config } from '#platform';
import { ObjectStore } from '#storage';
import { v7 as newId } from 'uuid';
import { AccountLookup } from '../accounts/account-lookup.js';
import { pageAnswer } from '../http/page-answer.js';
import { JobStarter } from '../jobs/job-starter.js';
import { exportAnswer } from './export-answer.js';
import { exportFileName } from './export-file-name.js';

const CONTENT_TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** Orders exports and hands them out. The exporter makes the files. */
@Injectable()
export class ExportDesk {
  constructor(
    private readonly exports: ExportsRepository,
    private readonly accounts: AccountLookup,
    private readonly jobs: JobStarter,
    private readonly store: ObjectStore,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws ProblemError `account_not_found`; an inactive account can be exported */
  async order(organisationId: string, { filter, format }: ExportRequest): Promise<Export> {
    const account = await this.accounts.require(organisationId, filter.accountId);
    const now = new Date();
    const record: ExportRecord = {
      _id: newId(),
      organisationId,
      accountId: account.id,
      filter,
      format,
      status: 'queued',
      rows: 0,
      expectedRows: null,
      rowsPerSecond: null,
      fileSize: null,
      sha256: null,
      fileName: exportFileName(account.displayName, now, format),
      objectKey: null,
      error: null,
      createdAt: now,
      finishedAt: null,
      expiresAt: null,
      updatedAt: now,
    };
    await this.exports.insert(record);
    await this.jobs.start('exports', { exportId: record._id, organisationId });
    return exportAnswer(record);
  }

  async list(organisationId: string, query: ExportListQuery): Promise<Page<Export>> {
    const [found, value] = await Promise.all([
      this.exports.list(organisationId, query),
      this.exports.count(organisationId, query.accountId),
    ]);
    return pageAnswer(found, query.limit, value, exportAnswer);
  }

  /** @throws ProblemError `export_not_found` */
  async read(organisationId: string, exportId: string): Promise<Export> {
    return exportAnswer(await this.record(organisationId, exportId));
  }

  /**
   * Mints a presigned URL of the finished file.
   * @throws ProblemError `export_not_found`, `not_ready`, `wrong_state` when it failed, `expired`
   */
  async download(organisationId: string, exportId: string): Promise<string> {
    const { status, objectKey, expiresAt, fileName, format } = await this.record(organisationId, exportId);
    if (status === 'failed') throw new ProblemError('wrong_state/export_failed');
    if (status !== 'completed' || objectKey === null) {
      throw new ProblemError('not_ready/export');
    }
    if (expiresAt && expiresAt <= new Date()) throw new ProblemError('expired');
    return this.store.signedUrl(
      objectKey,
      { name: fileName, contentType: CONTENT_TYPES[format] },
      this.config.DOWNLOAD_URL_SECONDS,
    );
  }

  private async record(organisationId: string, exportId: string): Promise<ExportRecord> {
    const record = await this.exports.find(organisationId, exportId);
    if (!record) throw new ProblemError('export_not_found');
    return record;
  }
}
