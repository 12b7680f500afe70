import { Controller } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { auditPageSchema, auditQuerySchema, type AuditEntry, type AuditQuery, type Page } from '#contracts';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { ValidQuery } from '../http/request-input.js';
import { Route } from '../routes/route.js';
import { AuditService } from './audit.service.js';

@ApiTags('access')
@Controller('audit')
export class AuditController {
  constructor(private readonly audit: AuditService) {}

  @Route('GET', '', {
    role: 'admin',
    summary: 'Read the audit log',
    description:
      'Who did what, newest first. Ids alone; of an edited contact the account’s, because its own is a phone number.',
    query: auditQuerySchema,
    answer: auditPageSchema,
  })
  readAudit(
    @CurrentPrincipal() { organisationId }: Principal,
    @ValidQuery() query: AuditQuery,
  ): Promise<Page<AuditEntry>> {
    return this.audit.list(organisationId, query);
  }
}
