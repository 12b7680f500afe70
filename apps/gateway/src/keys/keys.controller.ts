import { Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  apiKeyCreateSchema,
  pageQuerySchema,
  type ApiKey,
  type ApiKeyCreate,
  type NewApiKey,
  type Page,
  type PageQuery,
} from '#contracts';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { RequiresRole } from '../access/route-access.js';
import { accessExamples } from '../docs/access-examples.js';
import { Audited } from '../audit/audited.js';
import { ApiRoute } from '../docs/api-route.js';
import { JsonBody, ValidQuery } from '../http/request-input.js';
import { KeyDesk } from './key-desk.js';

@ApiTags('access')
@Controller('keys')
@RequiresRole('admin')
export class KeysController {
  constructor(private readonly desk: KeyDesk) {}

  @Get()
  @ApiRoute({
    summary: 'List API keys',
    description: 'Newest first, also those that were revoked. `lastUsedAt` is up to a minute late.',
    query: pageQuerySchema,
    answer: { status: 200, schema: 'ApiKeyPage', example: accessExamples.apiKeys },
    problems: ['invalid_request', 'not_allowed'],
  })
  listKeys(
    @CurrentPrincipal() { organisationId }: Principal,
    @ValidQuery(pageQuerySchema) query: PageQuery,
  ): Promise<Page<ApiKey>> {
    return this.desk.list(organisationId, query);
  }

  @Post()
  @Audited('key.created')
  @ApiRoute({
    summary: 'Make an API key',
    description: 'The answer shows the key, this once: only its hash is kept.',
    body: { schema: 'ApiKeyCreate', example: accessExamples.apiKeyCreate },
    answer: { status: 201, schema: 'NewApiKey', example: accessExamples.newApiKey },
    problems: ['invalid_request', 'not_allowed', 'unsupported_media_type'],
  })
  createKey(
    @CurrentPrincipal() { organisationId }: Principal,
    @JsonBody(apiKeyCreateSchema) body: ApiKeyCreate,
  ): Promise<NewApiKey> {
    return this.desk.create(organisationId, body);
  }

  @Delete(':id')
  @Audited('key.revoked')
  @HttpCode(204)
  @ApiRoute({
    summary: 'Revoke an API key',
    description: 'From the next request on it is not known. Doing it again is fine.',
    answer: { status: 204, description: 'It is revoked.' },
    problems: ['not_allowed', 'key_not_found'],
  })
  revokeKey(@CurrentPrincipal() { organisationId }: Principal, @Param('id') id: string): Promise<void> {
    return this.desk.revoke(organisationId, id);
  }
}
