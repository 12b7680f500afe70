import { Controller, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { importTemplateQuerySchema, type ImportTemplateQuery } from '#contracts';
import type { FastifyReply } from 'fastify';
import { ValidQuery } from '../http/request-input.js';
import { file } from '../routes/answers.js';
import { Route } from '../routes/route.js';
import { importTemplates } from './import-template.js';

@ApiTags('imports')
@Controller('imports/template')
export class TemplateController {
  @Route('GET', '', {
    role: 'viewer',
    scope: 'import',
    summary: 'A file to start from',
    description: 'A header and two example rows, as CSV or as an Excel workbook.',
    query: importTemplateQuerySchema,
    answer: file('The file.'),
  })
  async template(@ValidQuery() { format }: ImportTemplateQuery, @Res() reply: FastifyReply): Promise<void> {
    const { contentType, make } = importTemplates[format];
    await reply
      .header('Content-Type', contentType)
      .header('Content-Disposition', `attachment; filename="contacts-template.${format}"`)
      .send(await make());
  }
}
