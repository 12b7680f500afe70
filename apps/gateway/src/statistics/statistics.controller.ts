import { Controller } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  cataloguePageSchema,
  exampleOf,
  importStatisticsQuerySchema,
  importStatisticsSchema,
  tagStatisticsQuerySchema,
  type CatalogueEntry,
  type ImportStatistics,
  type ImportStatisticsQuery,
  type Page,
  type TagStatisticsQuery,
} from '#contracts';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { ValidQuery } from '../http/request-input.js';
import { ok } from '../routes/answers.js';
import { Route } from '../routes/route.js';
import { StatisticsService } from './statistics.service.js';

@ApiTags('statistics')
@Controller('statistics')
export class StatisticsController {
  constructor(private readonly statistics: StatisticsService) {}

  @Route('GET', 'imports', {
    role: 'viewer',
    scope: 'contacts.read',
    summary: 'Imports day by day',
    description:
      'How many imports ended on each day, in which state, and how many contacts they created and updated, by account. Days without an import are left out. `createdBefore` and `created` added up tell how the contacts of an account grew by imports; contacts that were added one by one are not in it.',
    query: importStatisticsQuerySchema,
    queryExamples: { timeZone: 'Europe/Madrid' },
    answer: importStatisticsSchema,
    problems: ['account_not_found'],
  })
  importsByDay(
    @CurrentPrincipal() principal: Principal,
    @ValidQuery() query: ImportStatisticsQuery,
  ): Promise<ImportStatistics> {
    return this.statistics.imports(principal, query);
  }

  @Route('GET', 'tags', {
    role: 'viewer',
    scope: 'contacts.read',
    summary: 'The ten largest tags of an account',
    description:
      'Those that most contacts have, found in samples from all over the account and counted up to a million.',
    query: tagStatisticsQuerySchema,
    answer: ok(cataloguePageSchema, {
      example: {
        ...exampleOf(cataloguePageSchema),
        items: [{ kind: 'tag', name: 'dog', contacts: 20_114, exact: true }],
      },
    }),
    problems: ['account_not_found'],
  })
  largestTags(
    @CurrentPrincipal() principal: Principal,
    @ValidQuery() query: TagStatisticsQuery,
  ): Promise<Page<CatalogueEntry>> {
    return this.statistics.tags(principal, query);
  }
}
