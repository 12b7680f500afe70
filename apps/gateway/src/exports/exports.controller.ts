import { Controller, Get, HttpCode, Param, Post, Redirect, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  exportListQuerySchema,
  exportRequestSchema,
  type Export,
  type ExportListQuery,
  type ExportRequest,
  type Page,
} from '#contracts';
import type { FastifyReply } from 'fastify';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { RequiresRole } from '../access/route-access.js';
import { Audited } from '../audit/audited.js';
import { ApiRoute } from '../docs/api-route.js';
import { examples } from '../docs/examples.js';
import { JsonBody, ValidQuery } from '../http/request-input.js';
import { ExportDesk } from './export-desk.js';

@ApiTags('exports')
@Controller('exports')
@RequiresRole('viewer')
export class ExportsController {
  constructor(private readonly desk: ExportDesk) {}

  @Post()
  @Audited('export.ordered')
  @HttpCode(202)
  @ApiRoute({
    summary: 'Order a download',
    description:
      "Makes one file of one account's contacts that meet the filter, with the conditions of `GET /v1/contacts`.",
    body: { schema: 'ExportRequest', example: examples.exportRequest },
    answer: {
      status: 202,
      schema: 'Export',
      example: examples.export,
      headers: { Location: 'Where the export is from now on.' },
    },
    problems: ['invalid_request', 'account_not_found', 'unsupported_media_type', 'body_too_large'],
  })
  async orderExport(
    @CurrentPrincipal() { organisationId }: Principal,
    @JsonBody(exportRequestSchema) body: ExportRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Export> {
    const answer = await this.desk.order(organisationId, body);
    void reply.header('Location', `/v1/exports/${answer.id}`);
    return answer;
  }

  @Get()
  @ApiRoute({
    summary: 'List downloads',
    description: 'Newest first.',
    query: exportListQuerySchema,
    answer: { status: 200, schema: 'ExportPage', example: examples.exports },
    problems: ['invalid_request'],
  })
  listExports(
    @CurrentPrincipal() { organisationId }: Principal,
    @ValidQuery(exportListQuerySchema) query: ExportListQuery,
  ): Promise<Page<Export>> {
    return this.desk.list(organisationId, query);
  }

  @Get(':id')
  @ApiRoute({
    summary: 'Read one download',
    answer: { status: 200, schema: 'Export', example: examples.export },
    problems: ['export_not_found'],
  })
  readExport(@CurrentPrincipal() { organisationId }: Principal, @Param('id') id: string): Promise<Export> {
    return this.desk.read(organisationId, id);
  }

  @Get(':id/download')
  @Audited('export.downloaded')
  @Redirect()
  @ApiRoute({
    summary: 'Fetch the file',
    answer: {
      status: 302,
      description: 'To a URL that works for 15 minutes.',
      headers: { Location: 'Where the file is.' },
    },
    problems: ['export_not_found', 'not_ready', 'wrong_state', 'expired'],
  })
  async downloadExport(
    @CurrentPrincipal() { organisationId }: Principal,
    @Param('id') id: string,
  ): Promise<{ url: string; statusCode: number }> {
    return { url: await this.desk.download(organisationId, id), statusCode: 302 };
  }
}
