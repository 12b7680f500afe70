import { Controller, Param, Req, type MessageEvent } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  importEventsQuerySchema,
  importListQuerySchema,
  importMappingChoiceSchema,
  importPageSchema,
  importReadingSchema,
  importSchema,
  importStartSchema,
  importUploadFieldsSchema,
  type Import,
  type ImportEventsQuery,
  type ImportListQuery,
  type ImportMappingChoice,
  type ImportReading,
  type ImportStart,
  type Page,
} from '#contracts';
import type { FastifyRequest } from 'fastify';
import { Observable } from 'rxjs';
import { AdmittingAgain, type AdmitAgain } from '../access/admit-again.js';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { Committing, type Commit } from '../audit/commit.js';
import { Downloads, type Downloading } from '../audit/downloading.js';
import { currentLanguage } from '../http/language.js';
import { JsonBody, ValidQuery } from '../http/request-input.js';
import { accepted, events, redirect } from '../routes/answers.js';
import { Route } from '../routes/route.js';
import { ImportEventsService } from './import-events.service.js';
import { ImportsService } from './imports.service.js';
import { RecheckService, type HowRead } from './recheck.service.js';
import { UploadsService } from './uploads.service.js';
import { withMapping } from './with-mapping.js';
import { hasSameHeader, withReading } from './with-reading.js';

@ApiTags('imports')
@Controller('imports')
export class ImportsController {
  constructor(
    private readonly imports: ImportsService,
    private readonly recheck: RecheckService,
    private readonly uploads: UploadsService,
    private readonly events: ImportEventsService,
  ) {}

  @Route('POST', '', {
    role: 'editor',
    scope: 'import',
    audit: 'import.uploaded',
    lasting: true,
    summary: 'Upload a file',
    description:
      'Fields first, then the file: CSV, XLSX or XLS. It is checked, and with `start=auto` applied; `start=confirm` waits for `POST /v1/imports/{id}/start`. So does a file that would do more than was said: remove the values of a column that is blank throughout without `blankColumns=clear`, or change more of the account than the settings allow; and one whose header does not say for certain what its columns are, unless `mapping` does. Its `start` becomes `confirm`. Only administrators may state `optOut=clear`, with which the file may take the mark "do not contact" off. With an `Idempotency-Key` header, sending the same upload again within a week (or as long as the operators have set) answers with the same import.',
    form: {
      fields: importUploadFieldsSchema,
      file: 'CSV, XLSX or XLS with a header row; one column is the phone number, and one the name.',
    },
    answer: accepted(importSchema, 'Where the import is from now on.'),
    problems: [
      'account_not_found',
      'no_active_account',
      'upload_in_progress',
      'idempotency_key_reused',
      'too_many_open_imports',
      'too_many_contacts',
      'storage_full',
    ],
  })
  uploadImport(@CurrentPrincipal() principal: Principal, @Req() request: FastifyRequest): Promise<Import> {
    return this.uploads.receive(principal, request);
  }

  @Route('GET', '', {
    role: 'viewer',
    scope: 'import',
    summary: 'List imports',
    description: 'Newest first.',
    query: importListQuerySchema,
    answer: importPageSchema,
  })
  listImports(@CurrentPrincipal() principal: Principal, @ValidQuery() query: ImportListQuery): Promise<Page<Import>> {
    return this.imports.list(principal, query);
  }

  @Route('GET', ':id', {
    role: 'viewer',
    scope: 'import',
    summary: 'Read one import',
    answer: importSchema,
    problems: ['import_not_found'],
  })
  readImport(@CurrentPrincipal() principal: Principal, @Param('id') id: string): Promise<Import> {
    return this.imports.read(principal, id);
  }

  @Route('GET', ':id/events', {
    role: 'viewer',
    scope: 'import',
    lasting: true,
    summary: 'Watch an import',
    description:
      'Server-sent events: the import now and at every change, until it is finished. A comment comes every 15 seconds. The stream also ends, within seconds, when the caller may not see the import any more; who connects again is told why. `language` is for browsers, whose event streams cannot choose their `Accept-Language`.',
    query: importEventsQuerySchema,
    answer: events(importSchema),
    problems: ['import_not_found'],
  })
  async watchImport(
    @CurrentPrincipal() principal: Principal,
    @AdmittingAgain() admitAgain: AdmitAgain,
    @Param('id') id: string,
    @ValidQuery() { language = currentLanguage() }: ImportEventsQuery,
  ): Promise<Observable<MessageEvent>> {
    // Before the stream begins, because after that the status cannot be 404 any more.
    await this.imports.record(principal, id);
    return this.events.follow(principal, admitAgain, id, language);
  }

  @Route('POST', ':id/start', {
    role: 'editor',
    scope: 'import',
    audit: 'import.started',
    summary: 'Start an import that waits for a yes',
    description: 'Doing it again answers the same import.',
    body: importStartSchema,
    answer: importSchema,
    problems: ['import_not_found', 'wrong_state', 'no_active_account'],
  })
  startImport(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
    @JsonBody() body: ImportStart,
    @Committing() commit: Commit,
  ): Promise<Import> {
    return this.imports.start(principal, id, body, commit);
  }

  @Route('PUT', ':id/mapping', {
    role: 'editor',
    scope: 'import',
    audit: 'import.checked_again',
    summary: 'Say what the columns of a waiting or rejected import become',
    description:
      'Its file is checked again, and the import waits for a yes. Columns that are not named are values, or what their headers say. What was chosen counts for the next file with the same headers, once this import was started. Doing it again answers the same import.',
    body: importMappingChoiceSchema,
    answer: importSchema,
    problems: ['import_not_found', 'wrong_state', 'too_many_open_imports', 'too_many_contacts', 'storage_full'],
  })
  mapImport(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
    @JsonBody() { mapping }: ImportMappingChoice,
    @Committing() commit: Commit,
  ): Promise<Import> {
    return this.recheck.checkAgain(
      principal,
      id,
      (record, limits) => ({ options: withMapping(record, mapping, limits), mends: record.mends }),
      commit,
    );
  }

  @Route('PUT', ':id/reading', {
    role: 'editor',
    scope: 'import',
    audit: 'import.checked_again',
    summary: 'Say how the file of a waiting or rejected import is read',
    description:
      'Its file is checked again, and the import waits for a yes. What is left out is found out, as in an upload. Mends are forgotten unless the rows stay the same. Doing it again answers the same import.',
    body: importReadingSchema,
    answer: importSchema,
    problems: ['import_not_found', 'wrong_state', 'too_many_open_imports', 'too_many_contacts', 'storage_full'],
  })
  readAgain(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
    @JsonBody() body: ImportReading,
    @Committing() commit: Commit,
  ): Promise<Import> {
    const choose = ({ options, mends }: HowRead): HowRead => {
      const hasRows = hasSameHeader(options, body);
      return { options: withReading(options, body), mends: hasRows ? mends : null };
    };
    return this.recheck.checkAgain(principal, id, choose, commit);
  }

  @Route('POST', ':id/cancel', {
    role: 'editor',
    scope: 'import',
    audit: 'import.cancelled',
    summary: 'Cancel an import',
    description:
      'One that is under way stops between batches: what is in stays in and is counted, the rest is `unprocessed`. ' +
      'Doing it again answers the same import.',
    answer: importSchema,
    problems: ['import_not_found', 'wrong_state'],
  })
  cancelImport(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
    @Committing() commit: Commit,
  ): Promise<Import> {
    return this.imports.cancel(principal, id, commit);
  }

  @Route('GET', ':id/errors', {
    role: 'viewer',
    scope: 'import',
    download: true,
    audit: 'import.errors_downloaded',
    summary: 'Download the error file',
    description: 'A CSV of the rejected and duplicate rows with the reason. Mended, it can be uploaded as it is.',
    answer: redirect('To a URL that works for 15 minutes.', 'Where the file is.'),
    problems: ['import_not_found', 'not_found', 'not_ready'],
  })
  async downloadErrors(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
    @Downloads() downloading: Downloading,
  ): Promise<{ url: string }> {
    return { url: await this.imports.errorFileUrl(principal, id, downloading) };
  }
}
