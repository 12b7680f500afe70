import { Controller, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { passwordChangeSchema, type PasswordChange } from '#contracts';
import type { FastifyRequest } from 'fastify';
import { Committing, type Commit } from '../audit/commit.js';
import { JsonBody } from '../http/request-input.js';
import { noContent } from '../routes/answers.js';
import { Route } from '../routes/route.js';
import { PasswordsService } from './passwords.service.js';
import { CurrentUser, type UserPrincipal } from './principal.js';

@ApiTags('access')
@Controller()
export class PasswordController {
  constructor(private readonly passwords: PasswordsService) {}

  @Route('PUT', 'me/password', {
    role: 'viewer',
    scope: 'any',
    personal: true,
    audit: 'password.changed',
    mayBeGuessedAt: true,
    summary: 'Change your password',
    description: 'All your other sessions end. Somebody who only signs in with OpenID Connect has no password.',
    body: passwordChangeSchema,
    answer: noContent('The new password holds, and your other sessions have ended.'),
    problems: ['wrong_password', 'no_password'],
  })
  changePassword(
    @CurrentUser() person: UserPrincipal,
    @JsonBody() body: PasswordChange,
    @Req() { id }: FastifyRequest,
    @Committing() commit: Commit,
  ): Promise<void> {
    return this.passwords.change(person, body, id, commit);
  }
}
