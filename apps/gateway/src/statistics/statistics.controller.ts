import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  importStatisticsQuerySchema,
  tagStatisticsQuerySchema,
  type CatalogueEntry,
  type ImportStatistics,
  type ImportStatisticsQuery,
  type Page,
  type TagStatisticsQuery,
} from '#contracts';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { RequiresRole } from '../access/route-access.js';
import { ApiRoute } from '../docs/api-route.js';
import { examples } from '../docs/examples.js';
import { ValidQuery } from '../http/request-input.js';
import { StatisticsReader } from './statistics-reader.js';

@ApiTags('statistics')
@Controller('statistics')
@RequiresRole('viewer')
export class StatisticsController {
  constructor(private readonly reader: StatisticsReader) {}

  @Get('imports')
  @ApiRoute({
    summary: 'Imports day by day',
    description:
      'How many imports ended on each day, in which state, and how many contacts they created and updated, by account. Days without an import are left out. `createdBefore` and `created` added up tell how the contacts of an account grew by imports; contacts that were added one by one are not in it.',
    query: importStatisticsQuerySchema,
    queryExamples: { timeZone: 'Europe/Madrid' },
    answer: { status: 200, schema: 'ImportStatistics', example: examples.importStatistics },
    problems: ['invalid_request', 'account_not_found'],
  })
  importsByDay(
    @CurrentPrincipal() { organisationId }: Principal,
    @ValidQuery(importStatisticsQuerySchema) query: ImportStatisticsQuery,
  ): Promise<ImportStatistics> {
    return this.reader.imports(organisationId, query);
  }

  @Get('tags')
  @ApiRoute({
    summary: 'The ten largest tags of an account',
    description:
      'Those that most contacts have, found in samples from all over the account and counted up to a million.',
    query: tagStatisticsQuerySchema,
    answer: { status: 200, schema: 'CataloguePage', example: examples.largestTags },
    problems: ['invalid_request', 'account_not_found'],
  })
  largestTags(
    @CurrentPrincipal() { organisationId }: Principal,
    @ValidQuery(tagStatisticsQuerySchema) query: TagStatisticsQuery,
  ): Promise<Page<CatalogueEntry>> {
    return this.reader.tags(organisationId, query);
  }
}
