import { Controller, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  orderListQuerySchema,
  exportPageSchema,
  exportRequestSchema,
  exportSchema,
  type Export,
  type OrderListQuery,
  type ExportRequest,
  type Page,
} from '#contracts';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { Committing, type Commit } from '../audit/commit.js';
import { Downloads, type Downloading } from '../audit/downloading.js';
import { JsonBody, ValidQuery } from '../http/request-input.js';
import { OrdersService } from '../orders/orders.service.js';
import { accepted, redirect } from '../routes/answers.js';
import { Route } from '../routes/route.js';
import { ExportsService } from './exports.service.js';

@ApiTags('exports')
@Controller('exports')
export class ExportsController {
  constructor(
    private readonly exports: ExportsService,
    private readonly orders: OrdersService,
  ) {}

  @Route('POST', '', {
    role: 'viewer',
    scope: 'export',
    download: true,
    audit: 'export.ordered',
    summary: 'Order a download',
    description:
      "Makes one file of one account's contacts that meet the filter, with the conditions of `GET /v1/contacts`. With `segmentId`, they have to meet that saved segment too, as it is now: `filter` in the answer has the conditions of both, and later changes of the segment do not count.",
    body: exportRequestSchema,
    answer: accepted(exportSchema, 'Where the export is from now on.'),
    problems: [
      'account_not_found',
      'storage_full',
      'segment_not_found',
      'segment_of_other_account',
      'segment_not_combinable',
    ],
  })
  orderExport(
    @CurrentPrincipal() principal: Principal,
    @JsonBody() body: ExportRequest,
    @Committing() commit: Commit,
  ): Promise<Export> {
    return this.exports.order(principal, body, commit);
  }

  @Route('GET', '', {
    role: 'viewer',
    scope: 'export',
    summary: 'List downloads',
    description: 'Newest first.',
    query: orderListQuerySchema,
    answer: exportPageSchema,
  })
  listExports(@CurrentPrincipal() principal: Principal, @ValidQuery() query: OrderListQuery): Promise<Page<Export>> {
    return this.orders.list('exports', principal, query);
  }

  @Route('GET', ':id', {
    role: 'viewer',
    scope: 'export',
    summary: 'Read one download',
    answer: exportSchema,
    problems: ['export_not_found'],
  })
  readExport(@CurrentPrincipal() principal: Principal, @Param('id') id: string): Promise<Export> {
    return this.orders.read('exports', principal, id);
  }

  @Route('GET', ':id/download', {
    role: 'viewer',
    scope: 'export',
    download: true,
    audit: 'export.downloaded',
    summary: 'Fetch the file',
    answer: redirect('To a URL that works for 15 minutes.', 'Where the file is.'),
    problems: ['export_not_found', 'not_ready', 'wrong_state', 'expired'],
  })
  async downloadExport(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
    @Downloads() downloading: Downloading,
  ): Promise<{ url: string }> {
    return { url: await this.exports.download(principal, id, downloading) };
  }
}
