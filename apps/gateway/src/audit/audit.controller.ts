import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { auditQuerySchema, type AuditEntry, type AuditQuery, type Page } from '#contracts';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { RequiresRole } from '../access/route-access.js';
import { accessExamples } from '../docs/access-examples.js';
import { ApiRoute } from '../docs/api-route.js';
import { ValidQuery } from '../http/request-input.js';
import { AuditLog } from './audit-log.js';

@ApiTags('access')
@Controller('audit')
@RequiresRole('admin')
export class AuditController {
  constructor(private readonly log: AuditLog) {}

  @Get()
  @ApiRoute({
    summary: 'Read the audit log',
    description:
      'Who did what, newest first. Ids alone; of an edited contact the account’s, because its own is a phone number.',
    query: auditQuerySchema,
    answer: { status: 200, schema: 'AuditPage', example: accessExamples.audit },
    problems: ['invalid_request', 'not_allowed'],
  })
  readAudit(
    @CurrentPrincipal() { organisationId }: Principal,
    @ValidQuery(auditQuerySchema) query: AuditQuery,
  ): Promise<Page<AuditEntry>> {
    return this.log.list(organisationId, query);
  }
}
