import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Author } from '#contracts';
import { AccessRepository } from '#persistence';
import { ProblemError } from '#platform';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { RequiresRole } from '../access/route-access.js';
import { accessExamples } from '../docs/access-examples.js';
import { ApiRoute } from '../docs/api-route.js';

/** Names for the ids in `createdBy` and `changedBy`. Colleagues may know each other's names; the rest is for administrators. */
@ApiTags('access')
@Controller('authors')
@RequiresRole('viewer')
export class AuthorsController {
  constructor(private readonly access: AccessRepository) {}

  @Get('users/:userId')
  @ApiRoute({
    summary: 'Name a member',
    description: 'For the ids that `createdBy` and `changedBy` give. Somebody who was removed is not found.',
    answer: { status: 200, schema: 'Author', example: accessExamples.author },
    problems: ['author_not_found'],
  })
  async nameUser(@CurrentPrincipal() { organisationId }: Principal, @Param('userId') userId: string): Promise<Author> {
    return authorAnswer('user', await this.access.findUser(organisationId, userId));
  }

  @Get('keys/:keyId')
  @ApiRoute({
    summary: 'Name an API key',
    description: 'For the ids that `createdBy` and `changedBy` give, also after the key was revoked.',
    answer: { status: 200, schema: 'Author', example: { ...accessExamples.author, kind: 'key', name: 'CRM' } },
    problems: ['author_not_found'],
  })
  async nameKey(@CurrentPrincipal() { organisationId }: Principal, @Param('keyId') keyId: string): Promise<Author> {
    return authorAnswer('key', await this.access.findKey(organisationId, keyId));
  }
}

function authorAnswer(kind: Author['kind'], record: { _id: string; name: string } | null): Author {
  if (!record) throw new ProblemError('author_not_found', 'Your organisation has nobody with this id.');
  return { kind, id: record._id, name: record.name };
}
