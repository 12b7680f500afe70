import { Controller, Get, HttpCode, Param, Post, Redirect, Req, Res, Sse, type MessageEvent } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  importListQuerySchema,
  importStartSchema,
  importUploadFieldsSchema,
  type Import,
  type ImportListQuery,
  type ImportStart,
  type Page,
} from '#contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Observable } from 'rxjs';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { RequiresRole } from '../access/route-access.js';
import { Audited } from '../audit/audited.js';
import { ApiRoute } from '../docs/api-route.js';
import { examples } from '../docs/examples.js';
import { JsonBody, ValidQuery } from '../http/request-input.js';
import { ErrorFileLink } from './error-file-link.js';
import { ImportCommands } from './import-commands.js';
import { ImportEvents } from './import-events.js';
import { ImportReader } from './import-reader.js';
import { UploadReceiver } from './upload-receiver.js';

@ApiTags('imports')
@Controller('imports')
@RequiresRole('viewer')
export class ImportsController {
  constructor(
    private readonly receiver: UploadReceiver,
    private readonly reader: ImportReader,
    private readonly watcher: ImportEvents,
    private readonly commands: ImportCommands,
    private readonly errorFile: ErrorFileLink,
  ) {}

  @Post()
  @Audited('import.uploaded')
  @RequiresRole('editor')
  @HttpCode(202)
  @ApiRoute({
    summary: 'Upload a file',
    description:
      'Fields first, then the file: CSV, XLSX or XLS. It is checked, and with `start=auto` applied; `start=confirm` waits for `POST /v1/imports/{id}/start`. With an `Idempotency-Key` header, sending the same upload again within a week answers with the same import.',
    form: {
      fields: importUploadFieldsSchema,
      file: 'CSV, XLSX or XLS with a header row; `id` and `name` are required columns.',
    },
    answer: {
      status: 202,
      schema: 'Import',
      example: examples.import,
      headers: { Location: 'Where the import is from now on.' },
    },
    problems: [
      'not_multipart',
      'missing_field',
      'unexpected_field',
      'invalid_request',
      'missing_file',
      'empty_file',
      'upload_incomplete',
      'upload_too_slow',
      'not_allowed',
      'account_not_found',
      'no_active_account',
      'file_too_large',
      'upload_in_progress',
      'idempotency_key_reused',
      'too_many_open_imports',
    ],
  })
  async uploadImport(
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Import> {
    const answer = await this.receiver.receive(principal, request);
    void reply.header('Location', `/v1/imports/${answer.id}`);
    return answer;
  }

  @Get()
  @ApiRoute({
    summary: 'List imports',
    description: 'Newest first.',
    query: importListQuerySchema,
    answer: { status: 200, schema: 'ImportPage', example: examples.imports },
    problems: ['invalid_request'],
  })
  listImports(
    @CurrentPrincipal() { organisationId }: Principal,
    @ValidQuery(importListQuerySchema) query: ImportListQuery,
  ): Promise<Page<Import>> {
    return this.reader.list(organisationId, query);
  }

  @Get(':id')
  @ApiRoute({
    summary: 'Read one import',
    answer: { status: 200, schema: 'Import', example: examples.import },
    problems: ['import_not_found'],
  })
  readImport(@CurrentPrincipal() { organisationId }: Principal, @Param('id') id: string): Promise<Import> {
    return this.reader.read(organisationId, id);
  }

  @Sse(':id/events')
  @ApiRoute({
    summary: 'Watch an import',
    description:
      'Server-sent events: the import now and at every change, until it is finished. A comment comes every 15 seconds.',
    answer: { status: 200, schema: 'Import', contentType: 'text/event-stream' },
    problems: ['import_not_found'],
  })
  async watchImport(
    @CurrentPrincipal() { organisationId }: Principal,
    @Param('id') id: string,
  ): Promise<Observable<MessageEvent>> {
    // While the answer can still be a 404.
    await this.reader.record(organisationId, id);
    return this.watcher.follow(organisationId, id);
  }

  @Post(':id/start')
  @Audited('import.started')
  @RequiresRole('editor')
  @HttpCode(200)
  @ApiRoute({
    summary: 'Start an import that waits for a yes',
    description: 'Doing it again answers the same import.',
    body: { schema: 'ImportStart', example: examples.importStart, required: false },
    answer: { status: 200, schema: 'Import', example: examples.import },
    problems: ['invalid_request', 'not_allowed', 'import_not_found', 'wrong_state', 'no_active_account'],
  })
  startImport(
    @CurrentPrincipal() { organisationId }: Principal,
    @Param('id') id: string,
    @JsonBody(importStartSchema) body: ImportStart,
  ): Promise<Import> {
    return this.commands.start(organisationId, id, body);
  }

  @Post(':id/cancel')
  @Audited('import.cancelled')
  @RequiresRole('editor')
  @HttpCode(200)
  @ApiRoute({
    summary: 'Cancel an import',
    description:
      'One that is under way stops between batches: what is in stays in and is counted, the rest is `unprocessed`.',
    answer: { status: 200, schema: 'Import', example: examples.import },
    problems: ['not_allowed', 'import_not_found', 'wrong_state'],
  })
  cancelImport(@CurrentPrincipal() { organisationId }: Principal, @Param('id') id: string): Promise<Import> {
    return this.commands.cancel(organisationId, id);
  }

  @Get(':id/errors')
  @Audited('import.errors_downloaded')
  @Redirect()
  @ApiRoute({
    summary: 'Download the error file',
    description: 'A CSV of the rejected and duplicate rows with the reason. Mended, it can be uploaded as it is.',
    answer: {
      status: 302,
      description: 'To a URL that works for 15 minutes.',
      headers: { Location: 'Where the file is.' },
    },
    problems: ['import_not_found', 'not_found', 'not_ready'],
  })
  async downloadErrors(
    @CurrentPrincipal() { organisationId }: Principal,
    @Param('id') id: string,
  ): Promise<{ url: string; statusCode: number }> {
    return { url: await this.errorFile.create(organisationId, id), statusCode: 302 };
  }
}
