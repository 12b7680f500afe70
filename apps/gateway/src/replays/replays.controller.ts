import { Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  replayListQuerySchema,
  replayRequestSchema,
  type Page,
  type Replay,
  type ReplayListQuery,
  type ReplayRequest,
} from '#contracts';
import type { FastifyReply } from 'fastify';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { RequiresRole } from '../access/route-access.js';
import { Audited } from '../audit/audited.js';
import { ApiRoute } from '../docs/api-route.js';
import { eventExamples } from '../docs/event-examples.js';
import { JsonBody, ValidQuery } from '../http/request-input.js';
import { ReplayDesk } from './replay-desk.js';

@ApiTags('events')
@Controller('replays')
@RequiresRole('admin')
export class ReplaysController {
  constructor(private readonly desk: ReplayDesk) {}

  @Post()
  @Audited('replay.ordered')
  @HttpCode(202)
  @ApiRoute({
    summary: 'Tell a subscriber of every contact again',
    description:
      'For a subscriber that is new or has lost its view: the present state of every contact of the account is sent to it alone, no faster than it can take it, while other changes go on. Afterwards its view is as if it had never missed anything.',
    body: { schema: 'ReplayRequest', example: eventExamples.replayRequest },
    answer: {
      status: 202,
      schema: 'Replay',
      example: eventExamples.replay,
      headers: { Location: 'Where the replay is from now on.' },
    },
    problems: ['invalid_request', 'not_allowed', 'account_not_found', 'replay_under_way', 'unsupported_media_type'],
  })
  async orderReplay(
    @CurrentPrincipal() principal: Principal,
    @JsonBody(replayRequestSchema) body: ReplayRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Replay> {
    const answer = await this.desk.order(principal, body);
    void reply.header('Location', `/v1/replays/${answer.id}`);
    return answer;
  }

  @Get()
  @ApiRoute({
    summary: 'List replays',
    description: 'Newest first.',
    query: replayListQuerySchema,
    answer: { status: 200, schema: 'ReplayPage', example: eventExamples.replays },
    problems: ['invalid_request', 'not_allowed'],
  })
  listReplays(
    @CurrentPrincipal() { organisationId }: Principal,
    @ValidQuery(replayListQuerySchema) query: ReplayListQuery,
  ): Promise<Page<Replay>> {
    return this.desk.list(organisationId, query);
  }

  @Get(':id')
  @ApiRoute({
    summary: 'Read one replay',
    description: '`eventsWaiting` of its events the subscriber has not handled yet. `completed`: it has handled all.',
    answer: { status: 200, schema: 'Replay', example: eventExamples.replay },
    problems: ['not_allowed', 'replay_not_found'],
  })
  readReplay(@CurrentPrincipal() { organisationId }: Principal, @Param('id') id: string): Promise<Replay> {
    return this.desk.read(organisationId, id);
  }

  @Post(':id/cancel')
  @Audited('replay.cancelled')
  @HttpCode(200)
  @ApiRoute({
    summary: 'Cancel a replay',
    description: 'It stops between batches. What was sent does no harm.',
    answer: { status: 200, schema: 'Replay', example: eventExamples.replay },
    problems: ['not_allowed', 'replay_not_found', 'wrong_state'],
  })
  cancelReplay(@CurrentPrincipal() { organisationId }: Principal, @Param('id') id: string): Promise<Replay> {
    return this.desk.cancel(organisationId, id);
  }
}
