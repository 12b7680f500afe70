import { Controller, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ProblemError } from '#platform';
import type { FastifyRequest } from 'fastify';
import { AllowedMethods } from '../http/allowed-methods.js';
import { Route } from '../routes/route.js';

/** Contacts are never deleted. `DELETE` says so on every path where somebody might try it. */
@ApiTags('contacts')
@Controller()
export class NeverDeletedController {
  constructor(private readonly allowedMethods: AllowedMethods) {}

  @Route(
    'DELETE',
    ['contacts', 'contacts/:phone', 'accounts/:accountId/contacts', 'accounts/:accountId/contacts/:phone'],
    {
      role: 'viewer',
      scope: 'any',
      audit: { none: 'it does nothing' },
      summary: 'Contacts are never deleted',
      answer: { status: 405, description: 'Always.' },
      problems: ['contacts_are_never_deleted'],
    },
  )
  refuseDelete(@Req() request: FastifyRequest): never {
    const others = this.allowedMethods.of(request.url.split('?')[0]!).filter((method) => method !== 'DELETE');
    throw new ProblemError('contacts_are_never_deleted', { headers: { Allow: others.join(', ') } });
  }
}
