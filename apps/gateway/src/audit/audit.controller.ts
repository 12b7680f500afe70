import { Controller, Res, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  auditDownloadQuerySchema,
  auditPageSchema,
  auditQuerySchema,
  auditVerificationQuerySchema,
  auditVerificationSchema,
  type AuditDownloadQuery,
  type AuditEntry,
  type AuditQuery,
  type AuditVerification,
  type AuditVerificationQuery,
  type Page,
} from '#contracts';
import type { FastifyReply } from 'fastify';
import { Readable } from 'node:stream';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { ValidQuery } from '../http/request-input.js';
import { stream } from '../routes/answers.js';
import { Route } from '../routes/route.js';
import { AuditService } from './audit.service.js';

const FILE_TYPES = { csv: 'text/csv; charset=utf-8', jsonl: 'application/jsonl' } as const;

@ApiTags('access')
@Controller('audit')
export class AuditController {
  constructor(private readonly audit: AuditService) {}

  @Route('GET', '', {
    role: 'admin',
    scope: 'admin',
    summary: 'Read the audit log',
    description:
      'Who did what, newest first. Ids alone; of an edited contact the account’s, because its own is a phone number. `actorId` is who, `action` what, `target` the id of what it was done to; `since` and `until` are times, the latter excluded.',
    query: auditQuerySchema,
    answer: auditPageSchema,
  })
  readAudit(
    @CurrentPrincipal() { organisationId }: Principal,
    @ValidQuery() query: AuditQuery,
  ): Promise<Page<AuditEntry>> {
    return this.audit.list(organisationId, query);
  }

  @Route('GET', 'download', {
    role: 'admin',
    scope: 'admin',
    audit: 'audit.downloaded',
    lasting: true,
    summary: 'Download the audit log',
    description:
      'All entries that match, newest first, as CSV or as JSON Lines: one entry as in `GET /v1/audit` on each line. Cells that a spreadsheet would run as a formula begin with an apostrophe.',
    query: auditDownloadQuerySchema,
    answer: stream('The file.'),
  })
  async downloadAudit(
    @CurrentPrincipal() { organisationId }: Principal,
    @ValidQuery() query: AuditDownloadQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { format } = query;
    const lines = await this.audit.lines(organisationId, query);
    void reply.header('Content-Disposition', `attachment; filename="audit-log.${format}"`);
    return new StreamableFile(Readable.from(lines), { type: FILE_TYPES[format] });
  }

  @Route('GET', 'verification', {
    role: 'admin',
    scope: 'admin',
    summary: 'Verify that the audit log was not changed',
    description:
      'Every entry has a number and the hash of the one before. This compares all of them, and names the first that is missing or not what was written. Whoever may write the database could write all hashes anew; so keep a number and its hash elsewhere (a webhook gets them), and give them as `expected`, such as `412:9f86…`.',
    query: auditVerificationQuerySchema,
    answer: auditVerificationSchema,
  })
  verifyAudit(
    @CurrentPrincipal() { organisationId }: Principal,
    @ValidQuery() { expected }: AuditVerificationQuery,
  ): Promise<AuditVerification> {
    return this.audit.verify(organisationId, expected);
  }
}
