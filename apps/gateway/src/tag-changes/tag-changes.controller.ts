import { Controller, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  orderListQuerySchema,
  tagChangePageSchema,
  tagChangeRequestSchema,
  tagChangeSchema,
  type Page,
  type TagChange,
  type OrderListQuery,
  type TagChangeRequest,
} from '#contracts';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { Committing, type Commit } from '../audit/commit.js';
import { JsonBody, ValidQuery } from '../http/request-input.js';
import { OrdersService } from '../orders/orders.service.js';
import { accepted } from '../routes/answers.js';
import { Route } from '../routes/route.js';
import { TagChangesService } from './tag-changes.service.js';

@ApiTags('tag changes')
@Controller('tag-changes')
export class TagChangesController {
  constructor(
    private readonly changes: TagChangesService,
    private readonly orders: OrdersService,
  ) {}

  @Route('POST', '', {
    role: 'editor',
    scope: 'contacts.write',
    audit: 'tag_change.ordered',
    summary: 'Change the tags of many contacts',
    description:
      'Adds tags to, and removes tags from, every contact that the filter finds, with the conditions of `GET /v1/contacts`. With `segmentId`, contacts have to meet that saved segment too, as it is now: `filter` in the answer has the conditions of both. A contact that would have too many tags stays as it is and counts as `rejected`.',
    body: tagChangeRequestSchema,
    answer: accepted(tagChangeSchema, 'Where the tag change is from now on.'),
    problems: [
      'account_not_found',
      'no_active_account',
      'segment_not_found',
      'segment_of_other_account',
      'segment_not_combinable',
    ],
  })
  orderTagChange(
    @CurrentPrincipal() principal: Principal,
    @JsonBody() body: TagChangeRequest,
    @Committing() commit: Commit,
  ): Promise<TagChange> {
    return this.changes.order(principal, body, commit);
  }

  @Route('GET', '', {
    role: 'viewer',
    scope: 'contacts.read',
    summary: 'List tag changes',
    description: 'Newest first.',
    query: orderListQuerySchema,
    answer: tagChangePageSchema,
  })
  listTagChanges(
    @CurrentPrincipal() principal: Principal,
    @ValidQuery() query: OrderListQuery,
  ): Promise<Page<TagChange>> {
    return this.orders.list('tag-changes', principal, query);
  }

  @Route('GET', ':id', {
    role: 'viewer',
    scope: 'contacts.read',
    summary: 'Read one tag change',
    answer: tagChangeSchema,
    problems: ['tag_change_not_found'],
  })
  readTagChange(@CurrentPrincipal() principal: Principal, @Param('id') id: string): Promise<TagChange> {
    return this.orders.read('tag-changes', principal, id);
  }

  @Route('POST', ':id/cancel', {
    role: 'editor',
    scope: 'contacts.write',
    audit: 'tag_change.cancelled',
    summary: 'Cancel a tag change',
    description: 'One that is under way stops between batches; what is done stays.',
    answer: tagChangeSchema,
    problems: ['tag_change_not_found', 'wrong_state'],
  })
  cancelTagChange(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
    @Committing() commit: Commit,
  ): Promise<TagChange> {
    return this.orders.cancel('tag-changes', principal, id, commit);
  }
}
