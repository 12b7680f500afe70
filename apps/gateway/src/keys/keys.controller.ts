import { Controller, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  apiKeyCreateSchema,
  apiKeyPageSchema,
  apiKeyRotateSchema,
  newApiKeySchema,
  pageQuerySchema,
  type ApiKey,
  type ApiKeyCreate,
  type ApiKeyRotate,
  type NewApiKey,
  type Page,
  type PageQuery,
} from '#contracts';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { Committing, type Commit } from '../audit/commit.js';
import { JsonBody, ValidQuery } from '../http/request-input.js';
import { created, noContent, ok } from '../routes/answers.js';
import { Route } from '../routes/route.js';
import { KeysService } from './keys.service.js';

@ApiTags('access')
@Controller('keys')
export class KeysController {
  constructor(private readonly keys: KeysService) {}

  @Route('GET', '', {
    role: 'admin',
    scope: 'admin',
    summary: 'List API keys',
    description: 'Newest first, also those that were revoked. `lastUsedAt` is up to a minute late.',
    query: pageQuerySchema,
    answer: apiKeyPageSchema,
  })
  listKeys(@CurrentPrincipal() { organisationId }: Principal, @ValidQuery() query: PageQuery): Promise<Page<ApiKey>> {
    return this.keys.list(organisationId, query);
  }

  @Route('POST', '', {
    role: 'admin',
    scope: 'admin',
    audit: 'key.created',
    summary: 'Make an API key',
    description:
      'The answer shows the key, this once: only its hash is kept. `x-scope` of each operation of this ' +
      'document is the scope that it needs. The key expires after 90 days unless `expiresInDays` says otherwise; null is never.',
    body: apiKeyCreateSchema,
    answer: created(newApiKeySchema),
    problems: ['account_not_found'],
  })
  createKey(
    @CurrentPrincipal() principal: Principal,
    @JsonBody() body: ApiKeyCreate,
    @Committing() commit: Commit,
  ): Promise<NewApiKey> {
    return this.keys.create(principal, body, commit);
  }

  @Route('POST', ':id/rotate', {
    role: 'admin',
    scope: 'admin',
    audit: 'key.rotated',
    summary: 'Rotate an API key',
    description:
      'Gives the key another secret, which the answer shows this once, and as much time as it got before. The old secret ' +
      'works for `overlapHours` beside it, but not after its own end. One from before that works no more.',
    body: apiKeyRotateSchema,
    answer: ok(newApiKeySchema),
    problems: ['key_not_found', 'wrong_state'],
  })
  rotateKey(
    @CurrentPrincipal() { organisationId }: Principal,
    @Param('id') id: string,
    @JsonBody() { overlapHours }: ApiKeyRotate,
    @Committing() commit: Commit,
  ): Promise<NewApiKey> {
    return this.keys.rotate(organisationId, id, overlapHours, commit);
  }

  @Route('DELETE', ':id', {
    role: 'admin',
    scope: 'admin',
    audit: 'key.revoked',
    summary: 'Revoke an API key',
    description: 'From the next request on it is not known. Doing it again is fine.',
    answer: noContent('It is revoked.'),
    problems: ['key_not_found'],
  })
  revokeKey(
    @CurrentPrincipal() { organisationId }: Principal,
    @Param('id') id: string,
    @Committing() commit: Commit,
  ): Promise<void> {
    return this.keys.revoke(organisationId, id, commit);
  }
}
