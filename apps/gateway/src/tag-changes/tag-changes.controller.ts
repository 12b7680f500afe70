import { Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  tagChangeListQuerySchema,
  tagChangeRequestSchema,
  type Page,
  type TagChange,
  type TagChangeListQuery,
  type TagChangeRequest,
} from '#contracts';
import type { FastifyReply } from 'fastify';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { RequiresRole } from '../access/route-access.js';
import { Audited } from '../audit/audited.js';
import { ApiRoute } from '../docs/api-route.js';
import { examples } from '../docs/examples.js';
import { JsonBody, ValidQuery } from '../http/request-input.js';
import { TagChangeDesk } from './tag-change-desk.js';

@ApiTags('tag changes')
@Controller('tag-changes')
@RequiresRole('viewer')
export class TagChangesController {
  constructor(private readonly desk: TagChangeDesk) {}

  @Post()
  @Audited('tag_change.ordered')
  @RequiresRole('editor')
  @HttpCode(202)
  @ApiRoute({
    summary: 'Change the tags of many contacts',
    description:
      'Adds tags to, and removes tags from, every contact that the filter finds, with the conditions of `GET /v1/contacts`. A contact that would have too many tags stays as it is and counts as `rejected`.',
    body: { schema: 'TagChangeRequest', example: examples.tagChangeRequest },
    answer: {
      status: 202,
      schema: 'TagChange',
      example: examples.tagChange,
      headers: { Location: 'Where the tag change is from now on.' },
    },
    problems: ['invalid_request', 'not_allowed', 'account_not_found', 'no_active_account'],
  })
  async orderTagChange(
    @CurrentPrincipal() principal: Principal,
    @JsonBody(tagChangeRequestSchema) body: TagChangeRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TagChange> {
    const answer = await this.desk.order(principal, body);
    void reply.header('Location', `/v1/tag-changes/${answer.id}`);
    return answer;
  }

  @Get()
  @ApiRoute({
    summary: 'List tag changes',
    description: 'Newest first.',
    query: tagChangeListQuerySchema,
    answer: { status: 200, schema: 'TagChangePage', example: examples.tagChanges },
    problems: ['invalid_request'],
  })
  listTagChanges(
    @CurrentPrincipal() { organisationId }: Principal,
    @ValidQuery(tagChangeListQuerySchema) query: TagChangeListQuery,
  ): Promise<Page<TagChange>> {
    return this.desk.list(organisationId, query);
  }

  @Get(':id')
  @ApiRoute({
    summary: 'Read one tag change',
    answer: { status: 200, schema: 'TagChange', example: examples.tagChange },
    problems: ['tag_change_not_found'],
  })
  readTagChange(@CurrentPrincipal() { organisationId }: Principal, @Param('id') id: string): Promise<TagChange> {
    return this.desk.read(organisationId, id);
  }

  @Post(':id/cancel')
  @Audited('tag_change.cancelled')
  @RequiresRole('editor')
  @HttpCode(200)
  @ApiRoute({
    summary: 'Cancel a tag change',
    description: 'One that is under way stops between batches; what is done stays.',
    answer: { status: 200, schema: 'TagChange', example: examples.tagChange },
    problems: ['not_allowed', 'tag_change_not_found', 'wrong_state'],
  })
  cancelTagChange(@CurrentPrincipal() { organisationId }: Principal, @Param('id') id: string): Promise<TagChange> {
    return this.desk.cancel(organisationId, id);
  }
}
