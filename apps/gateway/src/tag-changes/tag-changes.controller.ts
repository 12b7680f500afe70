import { Controller, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  tagChangeListQuerySchema,
  tagChangePageSchema,
  tagChangeRequestSchema,
  tagChangeSchema,
  type Page,
  type TagChange,
  type TagChangeListQuery,
  type TagChangeRequest,
} from '#contracts';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { JsonBody, ValidQuery } from '../http/request-input.js';
import { accepted } from '../routes/answers.js';
import { Route } from '../routes/route.js';
import { TagChangeDesk } from './tag-change-desk.js';

@ApiTags('tag changes')
@Controller('tag-changes')
export class TagChangesController {
  constructor(private readonly desk: TagChangeDesk) {}

  @Route('POST', '', {
    role: 'editor',
    audit: 'tag_change.ordered',
    summary: 'Change the tags of many contacts',
    description:
      'Adds tags to, and removes tags from, every contact that the filter finds, with the conditions of `GET /v1/contacts`. A contact that would have too many tags stays as it is and counts as `rejected`.',
    body: tagChangeRequestSchema,
    answer: accepted(tagChangeSchema, 'Where the tag change is from now on.'),
    problems: ['account_not_found', 'no_active_account'],
  })
  orderTagChange(@CurrentPrincipal() principal: Principal, @JsonBody() body: TagChangeRequest): Promise<TagChange> {
    return this.desk.order(principal, body);
  }

  @Route('GET', '', {
    role: 'viewer',
    summary: 'List tag changes',
    description: 'Newest first.',
    query: tagChangeListQuerySchema,
    answer: tagChangePageSchema,
  })
  listTagChanges(
    @CurrentPrincipal() { organisationId }: Principal,
    @ValidQuery() query: TagChangeListQuery,
  ): Promise<Page<TagChange>> {
    return this.desk.list(organisationId, query);
  }

  @Route('GET', ':id', {
    role: 'viewer',
    summary: 'Read one tag change',
    answer: tagChangeSchema,
    problems: ['tag_change_not_found'],
  })
  readTagChange(@CurrentPrincipal() { organisationId }: Principal, @Param('id') id: string): Promise<TagChange> {
    return this.desk.read(organisationId, id);
  }

  @Route('POST', ':id/cancel', {
    role: 'editor',
    audit: 'tag_change.cancelled',
    summary: 'Cancel a tag change',
    description: 'One that is under way stops between batches; what is done stays.',
    answer: tagChangeSchema,
    problems: ['tag_change_not_found', 'wrong_state'],
  })
  cancelTagChange(@CurrentPrincipal() { organisationId }: Principal, @Param('id') id: string): Promise<TagChange> {
    return this.desk.cancel(organisationId, id);
  }
}
