import { Controller } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  cataloguePageSchema,
  catalogueQuerySchema,
  type CatalogueEntry,
  type CatalogueQuery,
  type Page,
} from '#contracts';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { ValidQuery } from '../http/request-input.js';
import { Route } from '../routes/route.js';
import { TagsService } from './tags.service.js';

@ApiTags('contacts')
@Controller('tags')
export class TagsController {
  constructor(private readonly tags: TagsService) {}

  @Route('GET', '', {
    role: 'viewer',
    scope: 'contacts.read',
    summary: 'List tags, names of values, and values',
    description: [
      "What an account's contacts can be filtered by, and how many contacts have it (exactly up to 10,000). What nobody has any more is left out.",
      'Without `name`: tags and names of values, `limit` of each, or of one `kind`; `search` finds those with a word that starts so.',
      'With `name`: values of that name. With `search`, those that start so, in alphabetical order; without, common ones, the commonest of a sample first.',
    ].join('\n\n'),
    query: catalogueQuerySchema,
    queryExamples: { search: 'lon', name: 'city' },
    answer: cataloguePageSchema,
    problems: ['invalid_cursor', 'account_not_found'],
  })
  listTags(
    @CurrentPrincipal() principal: Principal,
    @ValidQuery() query: CatalogueQuery,
  ): Promise<Page<CatalogueEntry>> {
    return this.tags.list(principal, query);
  }
}
