import { Controller, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  orderListQuerySchema,
  replayPageSchema,
  replayRequestSchema,
  replaySchema,
  type Page,
  type Replay,
  type OrderListQuery,
  type ReplayRequest,
} from '#contracts';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { Committing, type Commit } from '../audit/commit.js';
import { JsonBody, ValidQuery } from '../http/request-input.js';
import { OrdersService } from '../orders/orders.service.js';
import { accepted } from '../routes/answers.js';
import { Route } from '../routes/route.js';
import { ReplaysService } from './replays.service.js';

@ApiTags('events')
@Controller('replays')
export class ReplaysController {
  constructor(
    private readonly replays: ReplaysService,
    private readonly orders: OrdersService,
  ) {}

  @Route('POST', '', {
    role: 'admin',
    scope: 'admin',
    audit: 'replay.ordered',
    summary: 'Tell a subscriber of every contact again',
    description:
      'For a subscriber that is new or has lost its view: the present state of every contact of the account is sent to it alone, no faster than it can take it, while other changes go on. Afterwards its view is as if it had never missed anything.',
    body: replayRequestSchema,
    answer: accepted(replaySchema, 'Where the replay is from now on.'),
    problems: ['account_not_found', 'replay_under_way'],
  })
  orderReplay(
    @CurrentPrincipal() principal: Principal,
    @JsonBody() body: ReplayRequest,
    @Committing() commit: Commit,
  ): Promise<Replay> {
    return this.replays.order(principal, body, commit);
  }

  @Route('GET', '', {
    role: 'admin',
    scope: 'admin',
    summary: 'List replays',
    description: 'Newest first.',
    query: orderListQuerySchema,
    answer: replayPageSchema,
  })
  listReplays(@CurrentPrincipal() principal: Principal, @ValidQuery() query: OrderListQuery): Promise<Page<Replay>> {
    return this.orders.list('replays', principal, query);
  }

  @Route('GET', ':id', {
    role: 'admin',
    scope: 'admin',
    summary: 'Read one replay',
    description: '`eventsWaiting` of its events the subscriber has not handled yet. `completed`: it has handled all.',
    answer: replaySchema,
    problems: ['replay_not_found'],
  })
  readReplay(@CurrentPrincipal() principal: Principal, @Param('id') id: string): Promise<Replay> {
    return this.orders.read('replays', principal, id);
  }

  @Route('POST', ':id/cancel', {
    role: 'admin',
    scope: 'admin',
    audit: 'replay.cancelled',
    summary: 'Cancel a replay',
    description: 'It stops between batches. What was sent does no harm.',
    answer: replaySchema,
    problems: ['replay_not_found', 'wrong_state'],
  })
  cancelReplay(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
    @Committing() commit: Commit,
  ): Promise<Replay> {
    return this.orders.cancel('replays', principal, id, commit);
  }
}
