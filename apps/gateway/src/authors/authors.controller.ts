import { Controller, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { authorSchema, exampleOf, type Author } from '#contracts';
import { AccessRepository } from '#persistence';
import { ProblemError } from '#platform';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { ok } from '../routes/answers.js';
import { Route } from '../routes/route.js';

/** Names for the ids in `createdBy` and `changedBy`. Every member may see these; other data of members needs `admin`. */
@ApiTags('access')
@Controller('authors')
export class AuthorsController {
  constructor(private readonly access: AccessRepository) {}

  @Route('GET', 'users/:userId', {
    role: 'viewer',
    scope: 'any',
    summary: 'Name a member',
    description: 'For the ids that `createdBy` and `changedBy` give. Somebody who was removed is not found.',
    answer: authorSchema,
    problems: ['author_not_found'],
  })
  async nameUser(@CurrentPrincipal() { organisationId }: Principal, @Param('userId') userId: string): Promise<Author> {
    return authorAnswer('user', await this.access.findUser(organisationId, userId));
  }

  @Route('GET', 'keys/:keyId', {
    role: 'viewer',
    scope: 'any',
    summary: 'Name an API key',
    description: 'For the ids that `createdBy` and `changedBy` give, also after the key was revoked.',
    answer: ok(authorSchema, { example: { ...exampleOf(authorSchema), kind: 'key', name: 'CRM' } }),
    problems: ['author_not_found'],
  })
  async nameKey(@CurrentPrincipal() { organisationId }: Principal, @Param('keyId') keyId: string): Promise<Author> {
    return authorAnswer('key', await this.access.findKey(organisationId, keyId));
  }
}

function authorAnswer(kind: Author['kind'], record: { _id: string; name: string } | null): Author {
  if (!record) throw new ProblemError('author_not_found');
  return { kind, id: record._id, name: record.name };
}
