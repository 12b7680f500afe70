import { Controller, Get, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { importTemplateQuerySchema, type ImportTemplateQuery } from '#contracts';
import type { FastifyReply } from 'fastify';
import { RequiresRole } from '../access/route-access.js';
import { ApiRoute } from '../docs/api-route.js';
import { ValidQuery } from '../http/request-input.js';
import { importTemplates } from './import-template.js';

@ApiTags('imports')
@Controller('imports/template')
@RequiresRole('viewer')
export class TemplateController {
  @Get()
  @ApiRoute({
    summary: 'A file to start from',
    description: 'A header and two example rows, as CSV or as an Excel workbook.',
    query: importTemplateQuerySchema,
    answer: { status: 200, description: 'The file.' },
    problems: ['invalid_request'],
  })
  async template(
    @ValidQuery(importTemplateQuerySchema) { format }: ImportTemplateQuery,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { contentType, make } = importTemplates[format];
    await reply
      .header('Content-Type', contentType)
      .header('Content-Disposition', `attachment; filename="contacts-template.${format}"`)
      .send(await make());
  }
}
