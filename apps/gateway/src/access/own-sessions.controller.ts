import { Controller, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { sessionPageSchema, type Page, type Session } from '#contracts';
import { Committing, type Commit } from '../audit/commit.js';
import { noContent } from '../routes/answers.js';
import { Route } from '../routes/route.js';
import { CurrentUser, type UserPrincipal } from './principal.js';
import { SessionsService } from './sessions.service.js';

@ApiTags('access')
@Controller('me/sessions')
export class OwnSessionsController {
  constructor(private readonly sessions: SessionsService) {}

  @Route('GET', '', {
    role: 'viewer',
    scope: 'any',
    personal: true,
    summary: 'List your sessions',
    description: 'Where you are signed in, the newest first, at most 200.',
    answer: sessionPageSchema,
  })
  listSessions(@CurrentUser() person: UserPrincipal): Promise<Page<Session>> {
    return this.sessions.list(person);
  }

  @Route('DELETE', '', {
    role: 'viewer',
    scope: 'any',
    personal: true,
    audit: 'session.others_ended',
    summary: 'End all your other sessions',
    answer: noContent('Only the session of this request is left.'),
  })
  endOtherSessions(@CurrentUser() person: UserPrincipal, @Committing() commit: Commit): Promise<void> {
    return this.sessions.endOthers(person, commit);
  }

  @Route('DELETE', ':id', {
    role: 'viewer',
    scope: 'any',
    personal: true,
    audit: 'session.ended',
    summary: 'End one of your sessions',
    answer: noContent('It has ended.'),
    problems: ['session_not_found'],
  })
  endSession(
    @CurrentUser() person: UserPrincipal,
    @Param('id') id: string,
    @Committing() commit: Commit,
  ): Promise<void> {
    return this.sessions.endOne(person, id, commit);
  }
}
