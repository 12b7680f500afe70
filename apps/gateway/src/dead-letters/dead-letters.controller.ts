import { Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  deadLetterQuerySchema,
  type DeadLetter,
  type DeadLetterQuery,
  type DeadLetterReplay,
  type Page,
} from '#contracts';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { RequiresRole } from '../access/route-access.js';
import { Audited } from '../audit/audited.js';
import { accessExamples } from '../docs/access-examples.js';
import { ApiRoute } from '../docs/api-route.js';
import { ValidQuery } from '../http/request-input.js';
import { DeadLetterDesk } from './dead-letter-desk.js';

@ApiTags('operating')
@Controller('dead-letters')
@RequiresRole('admin')
export class DeadLettersController {
  constructor(private readonly desk: DeadLetterDesk) {}

  @Get()
  @ApiRoute({
    summary: 'List dead letters',
    description:
      'Events that a service gave up after its attempts, newest first: ids and the reason, never what they were about.',
    query: deadLetterQuerySchema,
    answer: { status: 200, schema: 'DeadLetterPage', example: accessExamples.deadLetters },
    problems: ['invalid_request', 'not_allowed'],
  })
  listDeadLetters(
    @CurrentPrincipal() principal: Principal,
    @ValidQuery(deadLetterQuerySchema) query: DeadLetterQuery,
  ): Promise<Page<DeadLetter>> {
    return this.desk.list(principal, query);
  }

  @Post(':id/replay')
  @Audited('dead_letter.replayed')
  @HttpCode(202)
  @ApiRoute({
    summary: 'Replay a dead letter',
    description:
      'Its subscriber gets the event again. A batch of an import takes all other batches of it along that were given ' +
      'up: the import goes on in its turn, writes these rows over what was changed since, and ends with new counts.',
    answer: { status: 202, schema: 'DeadLetterReplay', example: accessExamples.deadLetterReplay },
    problems: ['not_allowed', 'dead_letter_not_found', 'wrong_state'],
  })
  replayDeadLetter(@CurrentPrincipal() principal: Principal, @Param('id') id: string): Promise<DeadLetterReplay> {
    return this.desk.replay(principal, id);
  }

  @Delete(':id')
  @Audited('dead_letter.discarded')
  @HttpCode(204)
  @ApiRoute({
    summary: 'Discard a dead letter',
    description: 'The event is gone for good. Rows of an import stay unprocessed.',
    answer: { status: 204, description: 'It is gone.' },
    problems: ['not_allowed', 'dead_letter_not_found'],
  })
  discardDeadLetter(@CurrentPrincipal() principal: Principal, @Param('id') id: string): Promise<void> {
    return this.desk.discard(principal, id);
  }
}
