import { Inject, Injectable } from '@nestjs/common';
import type { Export, ExportRequest } from '#contracts';
import type { AccountScope } from '#persistence';
import { CONFIG, ProblemError, type Config } from '#platform';
import { ObjectStore } from '#storage';
import type { Principal } from '../access/principal.js';
import { AccountsService } from '../accounts/accounts.service.js';
import type { Commit } from '../audit/commit.js';
import type { Downloading } from '../audit/downloading.js';
import { OrdersService } from '../orders/orders.service.js';
import { QuotasService } from '../quotas/quotas.service.js';
import { SegmentUseService } from '../segments/segment-use.service.js';
import { exportFileName } from './export-file-name.js';

const CONTENT_TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** Creates exports and links to their files. The exporter writes them. */
@Injectable()
export class ExportsService {
  constructor(
    private readonly orders: OrdersService,
    private readonly accounts: AccountsService,
    private readonly segments: SegmentUseService,
    private readonly store: ObjectStore,
    private readonly quotas: QuotasService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * An inactive account can be exported too. @throws ProblemError `account_not_found`, `storage_full`,
   * `segment_not_found` …
   */
  async order(principal: Principal, { filter, segmentId, format }: ExportRequest, commit: Commit): Promise<Export> {
    const account = await this.accounts.require(principal, filter.accountId);
    await this.quotas.requireStorage(principal.organisationId);
    const own = {
      ...(await this.segments.filterOf(principal, filter, segmentId)),
      format,
      rows: 0,
      expectedRows: null,
      rowsPerSecond: null,
      fileSize: null,
      sha256: null,
      fileName: exportFileName(account.displayName, new Date(), format),
      objectKey: null,
      expiresAt: null,
    };
    return this.orders.place('exports', principal, account, own, commit);
  }

  /**
   * Creates a presigned URL of the finished file.
   * @throws ProblemError `export_not_found`, `not_ready`, `wrong_state` when it failed, `expired`
   */
  async download(scope: AccountScope, exportId: string, downloading: Downloading): Promise<string> {
    const record = await this.orders.record('exports', scope, exportId);
    const { status, objectKey, expiresAt, fileName, format, filter, rows } = record;
    if (status === 'failed') throw new ProblemError('wrong_state/export_failed');
    if (status !== 'completed' || objectKey === null) throw new ProblemError('not_ready/export');
    if (expiresAt && expiresAt <= new Date()) throw new ProblemError('expired');
    downloading({ filter, count: rows });
    return this.store.signedUrl(
      objectKey,
      { name: fileName, contentType: CONTENT_TYPES[format] },
      this.config.DOWNLOAD_URL_SECONDS,
    );
  }
}
