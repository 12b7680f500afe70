import { Controller, Param, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  forgottenPasswordSchema,
  passwordLinkSchema,
  passwordResetSchema,
  type ForgottenPassword,
  type PasswordLink,
  type PasswordReset,
} from '#contracts';
import type { FastifyRequest } from 'fastify';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { Committing, type Commit } from '../audit/commit.js';
import { currentLanguage } from '../http/language.js';
import { JsonBody } from '../http/request-input.js';
import { created, noContent } from '../routes/answers.js';
import { Route } from '../routes/route.js';
import { PasswordLinksService } from './password-links.service.js';

@ApiTags('access')
@Controller()
export class PasswordLinksController {
  constructor(private readonly links: PasswordLinksService) {}

  @Route('POST', 'members/:id/password-link', {
    role: 'admin',
    scope: 'admin',
    audit: 'password.link_made',
    summary: 'Make a link for a new password',
    description:
      'For a member who has forgotten theirs. The answer shows the link, this once: pass it on. It works one time, and not for ever; the link before works no more.',
    answer: created(passwordLinkSchema),
    problems: ['member_not_found', 'no_password', 'member_of_several'],
  })
  makePasswordLink(
    @CurrentPrincipal() { organisationId }: Principal,
    @Param('id') id: string,
    @Committing() commit: Commit,
  ): Promise<PasswordLink> {
    return this.links.make(organisationId, id, commit);
  }

  @Route('POST', 'session/forgotten', {
    role: 'public',
    audit: { none: 'PasswordLinksService notes it for a member' },
    mayBeGuessedAt: true,
    summary: 'Ask for a link for a new password by mail',
    description: 'The answer is the same whether somebody has the address or not. One mail in five minutes at most.',
    body: forgottenPasswordSchema,
    answer: noContent('If a member with a password has this address, a mail with a link is on its way.'),
    problems: ['not_configured'],
  })
  forgotPassword(@JsonBody() body: ForgottenPassword, @Req() { id }: FastifyRequest): void {
    this.links.forgotten(body, currentLanguage(), id);
  }

  @Route('POST', 'session/reset', {
    role: 'public',
    audit: 'password.reset',
    mayBeGuessedAt: true,
    summary: 'Choose a new password by a link',
    description: 'With the token of a link. It does not sign in, and all sessions of the member end.',
    body: passwordResetSchema,
    answer: noContent('The new password holds.'),
    problems: ['link_not_valid'],
  })
  resetPassword(@JsonBody() body: PasswordReset, @Committing() commit: Commit): Promise<void> {
    return this.links.reset(body, commit);
  }
}
