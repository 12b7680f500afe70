import { Controller, Get, HttpCode, Param, Patch, Post, Redirect, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  campaignCreateSchema,
  campaignListQuerySchema,
  campaignMembersQuerySchema,
  campaignPatchSchema,
  campaignScheduleSchema,
  type Campaign,
  type CampaignCreate,
  type CampaignListQuery,
  type CampaignMember,
  type CampaignMembersQuery,
  type CampaignPatch,
  type CampaignSchedule,
  type Page,
} from '#contracts';
import type { FastifyReply } from 'fastify';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { RequiresRole } from '../access/route-access.js';
import { Audited } from '../audit/audited.js';
import { ApiRoute } from '../docs/api-route.js';
import { examples } from '../docs/examples.js';
import { JsonBody, ValidQuery } from '../http/request-input.js';
import { CampaignDesk } from './campaign-desk.js';
import { CampaignReader } from './campaign-reader.js';
import { FrozenAudience } from './frozen-audience.js';

@ApiTags('campaigns')
@Controller('campaigns')
@RequiresRole('viewer')
export class CampaignsController {
  constructor(
    private readonly desk: CampaignDesk,
    private readonly reader: CampaignReader,
    private readonly audience: FrozenAudience,
  ) {}

  @Get()
  @ApiRoute({
    summary: 'List campaigns',
    description: 'Newest first, with the present reach of those whose audience is yet to be frozen.',
    query: campaignListQuerySchema,
    answer: { status: 200, schema: 'CampaignPage', example: examples.campaigns },
    problems: ['invalid_request'],
  })
  listCampaigns(
    @CurrentPrincipal() { organisationId }: Principal,
    @ValidQuery(campaignListQuerySchema) query: CampaignListQuery,
  ): Promise<Page<Campaign>> {
    return this.reader.list(organisationId, query);
  }

  @Post()
  @Audited('campaign.created')
  @RequiresRole('editor')
  @ApiRoute({
    summary: 'Draft a campaign',
    description:
      'Names an account and a segment, with the conditions of `GET /v1/contacts` as lists. A draft may still lack its condition on a tag or a value; scheduling refuses it then.',
    body: { schema: 'CampaignCreate', example: examples.campaignCreate },
    answer: {
      status: 201,
      schema: 'Campaign',
      example: examples.campaign,
      headers: { Location: 'Where the campaign is.' },
    },
    problems: ['invalid_request', 'not_allowed', 'account_not_found', 'no_active_account'],
  })
  async createCampaign(
    @CurrentPrincipal() principal: Principal,
    @JsonBody(campaignCreateSchema) body: CampaignCreate,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Campaign> {
    const answer = await this.desk.create(principal, body);
    void reply.header('Location', `/v1/campaigns/${answer.id}`);
    return answer;
  }

  @Get(':id')
  @ApiRoute({
    summary: 'Read one campaign',
    answer: { status: 200, schema: 'Campaign', example: examples.campaign },
    problems: ['campaign_not_found'],
  })
  async readCampaign(@CurrentPrincipal() { organisationId }: Principal, @Param('id') id: string): Promise<Campaign> {
    return this.reader.answer(await this.reader.record(organisationId, id));
  }

  @Patch(':id')
  @Audited('campaign.changed')
  @RequiresRole('editor')
  @ApiRoute({
    summary: 'Change a campaign',
    description:
      'What is left out stays; `segment` is replaced as a whole. A scheduled campaign becomes a draft again: schedule it anew.',
    body: { schema: 'CampaignPatch', example: examples.campaignPatch },
    answer: { status: 200, schema: 'Campaign', example: examples.campaign },
    problems: ['invalid_request', 'not_allowed', 'campaign_not_found', 'wrong_state'],
  })
  changeCampaign(
    @CurrentPrincipal() { organisationId }: Principal,
    @Param('id') id: string,
    @JsonBody(campaignPatchSchema) body: CampaignPatch,
  ): Promise<Campaign> {
    return this.desk.change(organisationId, id, body);
  }

  @Post(':id/schedule')
  @Audited('campaign.scheduled')
  @RequiresRole('editor')
  @HttpCode(200)
  @ApiRoute({
    summary: 'Schedule a campaign',
    description: [
      'At `scheduledAt`, or at once, the contacts that the segment reaches become a list that nothing changes any more. Everything published before that time is in it: while the campaigns service is behind, freezing waits.',
      'An import that is under way does not hold it up: what of it came before the time is in. `warnings` says so. When the number is inactive or the segment reaches nobody when the time comes, the campaign is a draft again, and `error` says why.',
    ].join('\n\n'),
    body: { schema: 'CampaignSchedule', example: examples.campaignSchedule, required: false },
    answer: { status: 200, schema: 'Campaign', example: examples.campaign },
    problems: [
      'invalid_request',
      'not_allowed',
      'campaign_not_found',
      'wrong_state',
      'no_active_account',
      'segment_without_condition',
      'empty_audience',
      'schedule_in_past',
    ],
  })
  scheduleCampaign(
    @CurrentPrincipal() { organisationId }: Principal,
    @Param('id') id: string,
    @JsonBody(campaignScheduleSchema) body: CampaignSchedule,
  ): Promise<Campaign> {
    return this.desk.schedule(organisationId, id, body);
  }

  @Post(':id/cancel')
  @Audited('campaign.cancelled')
  @RequiresRole('editor')
  @HttpCode(200)
  @ApiRoute({
    summary: 'Cancel a campaign',
    description: 'Its list, if it has one, is removed. Doing it again answers the same campaign.',
    answer: { status: 200, schema: 'Campaign', example: examples.campaign },
    problems: ['not_allowed', 'campaign_not_found', 'wrong_state'],
  })
  cancelCampaign(@CurrentPrincipal() { organisationId }: Principal, @Param('id') id: string): Promise<Campaign> {
    return this.desk.cancel(organisationId, id);
  }

  @Post(':id/done')
  @Audited('campaign.done')
  @RequiresRole('editor')
  @HttpCode(200)
  @ApiRoute({
    summary: 'Say that a campaign is done',
    description: 'For whoever sends it, once the audience was frozen. Doing it again answers the same campaign.',
    answer: { status: 200, schema: 'Campaign', example: examples.campaign },
    problems: ['not_allowed', 'campaign_not_found', 'wrong_state'],
  })
  finishCampaign(@CurrentPrincipal() { organisationId }: Principal, @Param('id') id: string): Promise<Campaign> {
    return this.desk.finish(organisationId, id);
  }

  @Get(':id/members')
  @ApiRoute({
    summary: 'Read the frozen audience',
    description: 'By phone, page by page.',
    query: campaignMembersQuerySchema,
    answer: { status: 200, schema: 'CampaignMemberPage', example: examples.campaignMembers },
    problems: ['invalid_request', 'campaign_not_found', 'not_ready', 'wrong_state'],
  })
  listCampaignMembers(
    @CurrentPrincipal() { organisationId }: Principal,
    @Param('id') id: string,
    @ValidQuery(campaignMembersQuerySchema) query: CampaignMembersQuery,
  ): Promise<Page<CampaignMember>> {
    return this.audience.members(organisationId, id, query);
  }

  @Get(':id/download')
  @Audited('campaign.downloaded')
  @Redirect()
  @ApiRoute({
    summary: 'Fetch the frozen audience as a file',
    description: 'A CSV with one column, `phone`.',
    answer: {
      status: 302,
      description: 'To a URL that works for 15 minutes.',
      headers: { Location: 'Where the file is.' },
    },
    problems: ['campaign_not_found', 'not_ready', 'wrong_state'],
  })
  async downloadMembers(
    @CurrentPrincipal() { organisationId }: Principal,
    @Param('id') id: string,
  ): Promise<{ url: string; statusCode: number }> {
    return { url: await this.audience.download(organisationId, id), statusCode: 302 };
  }
}
