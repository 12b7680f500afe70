import { Controller, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  deadLetterPageSchema,
  deadLetterQuerySchema,
  deadLetterReplaySchema,
  type DeadLetter,
  type DeadLetterQuery,
  type DeadLetterReplay,
  type Page,
} from '#contracts';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { Committing, type Commit } from '../audit/commit.js';
import { ValidQuery } from '../http/request-input.js';
import { accepted, noContent } from '../routes/answers.js';
import { Route } from '../routes/route.js';
import { DeadLettersService } from './dead-letters.service.js';

@ApiTags('operating')
@Controller('dead-letters')
export class DeadLettersController {
  constructor(private readonly deadLetters: DeadLettersService) {}

  @Route('GET', '', {
    role: 'admin',
    scope: 'admin',
    summary: 'List dead letters',
    description:
      'Events that a service gave up after its attempts, newest first: ids and the reason, never what they were about.',
    query: deadLetterQuerySchema,
    answer: deadLetterPageSchema,
  })
  listDeadLetters(
    @CurrentPrincipal() principal: Principal,
    @ValidQuery() query: DeadLetterQuery,
  ): Promise<Page<DeadLetter>> {
    return this.deadLetters.list(principal, query);
  }

  @Route('POST', ':id/replay', {
    role: 'admin',
    scope: 'admin',
    audit: 'dead_letter.replayed',
    summary: 'Replay a dead letter',
    description:
      'Its subscriber gets the event again. A batch of an import takes all other batches of it along that were given ' +
      'up: the import goes on in its turn, writes these rows over what was changed since, and ends with new counts.',
    answer: accepted(deadLetterReplaySchema),
    problems: ['dead_letter_not_found', 'wrong_state'],
  })
  replayDeadLetter(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
    @Committing() commit: Commit,
  ): Promise<DeadLetterReplay> {
    return this.deadLetters.replay(principal, id, commit);
  }

  @Route('DELETE', ':id', {
    role: 'admin',
    scope: 'admin',
    audit: 'dead_letter.discarded',
    summary: 'Discard a dead letter',
    description: 'The event is gone for good. Rows of an import stay unprocessed.',
    answer: noContent('It is gone.'),
    problems: ['dead_letter_not_found'],
  })
  discardDeadLetter(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
    @Committing() commit: Commit,
  ): Promise<void> {
    return this.deadLetters.discard(principal, id, commit);
  }
}
