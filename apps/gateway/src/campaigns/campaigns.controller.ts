import { Controller, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  campaignCreateSchema,
  campaignListQuerySchema,
  campaignMemberPageSchema,
  campaignMembersQuerySchema,
  campaignPageSchema,
  campaignPatchSchema,
  campaignScheduleSchema,
  campaignSchema,
  type Campaign,
  type CampaignCreate,
  type CampaignListQuery,
  type CampaignMember,
  type CampaignMembersQuery,
  type CampaignPatch,
  type CampaignSchedule,
  type Page,
} from '#contracts';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { Committing, type Commit } from '../audit/commit.js';
import { Downloads, type Downloading } from '../audit/downloading.js';
import { JsonBody, ValidQuery } from '../http/request-input.js';
import { created, redirect } from '../routes/answers.js';
import { Route } from '../routes/route.js';
import { CampaignsService } from './campaigns.service.js';
import { FrozenAudiencesService } from './frozen-audiences.service.js';

@ApiTags('campaigns')
@Controller('campaigns')
export class CampaignsController {
  constructor(
    private readonly campaigns: CampaignsService,
    private readonly frozenAudiences: FrozenAudiencesService,
  ) {}

  @Route('GET', '', {
    role: 'viewer',
    scope: 'campaigns',
    summary: 'List campaigns',
    description:
      'Newest first, with the present reach of those whose audience is yet to be frozen. Counting may take three seconds in all; `reach` is null for what was not counted by then, and reading the campaign counts it.',
    query: campaignListQuerySchema,
    answer: campaignPageSchema,
  })
  listCampaigns(
    @CurrentPrincipal() principal: Principal,
    @ValidQuery() query: CampaignListQuery,
  ): Promise<Page<Campaign>> {
    return this.campaigns.list(principal, query);
  }

  @Route('POST', '', {
    role: 'editor',
    scope: 'campaigns',
    audit: 'campaign.created',
    summary: 'Draft a campaign',
    description:
      'Names an account and a segment: its conditions, those of `GET /v1/contacts` as lists, or the id of a saved segment. A campaign that refers to a saved segment has its present conditions until the audience is frozen, and then keeps them. A draft may still lack its condition on a tag or a value; scheduling refuses it then.',
    body: campaignCreateSchema,
    answer: created(campaignSchema, 'Where the campaign is.'),
    problems: ['account_not_found', 'no_active_account', 'segment_not_found', 'segment_of_other_account'],
  })
  createCampaign(
    @CurrentPrincipal() principal: Principal,
    @JsonBody() body: CampaignCreate,
    @Committing() commit: Commit,
  ): Promise<Campaign> {
    return this.campaigns.create(principal, body, commit);
  }

  @Route('GET', ':id', {
    role: 'viewer',
    scope: 'campaigns',
    summary: 'Read one campaign',
    answer: campaignSchema,
    problems: ['campaign_not_found'],
  })
  async readCampaign(@CurrentPrincipal() principal: Principal, @Param('id') id: string): Promise<Campaign> {
    return this.campaigns.answer(await this.campaigns.record(principal, id));
  }

  @Route('PATCH', ':id', {
    role: 'editor',
    scope: 'campaigns',
    audit: 'campaign.changed',
    summary: 'Change a campaign',
    description:
      'What is left out stays; `segment` is replaced as a whole, and ends a reference to a saved segment; `segmentId` refers to one. A scheduled campaign becomes a draft again: schedule it anew.',
    body: campaignPatchSchema,
    answer: campaignSchema,
    problems: ['campaign_not_found', 'wrong_state', 'segment_not_found', 'segment_of_other_account'],
  })
  changeCampaign(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
    @JsonBody() body: CampaignPatch,
    @Committing() commit: Commit,
  ): Promise<Campaign> {
    return this.campaigns.change(principal, id, body, commit);
  }

  @Route('POST', ':id/schedule', {
    role: 'editor',
    scope: 'campaigns',
    audit: 'campaign.scheduled',
    summary: 'Schedule a campaign',
    description: [
      'At `scheduledAt`, or at once, the contacts that the segment reaches become a list that nothing changes any more. Everything published before that time is in it: while the campaigns service is behind, freezing waits.',
      'An import that is under way does not hold it up: what of it came before the time is in. `warnings` says so. When the number is inactive or the segment reaches nobody when the time comes, the campaign is a draft again, and `error` says why.',
    ].join('\n\n'),
    body: campaignScheduleSchema,
    answer: campaignSchema,
    problems: [
      'campaign_not_found',
      'wrong_state',
      'no_active_account',
      'segment_without_condition',
      'empty_audience',
      'schedule_in_past',
    ],
  })
  scheduleCampaign(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
    @JsonBody() body: CampaignSchedule,
    @Committing() commit: Commit,
  ): Promise<Campaign> {
    return this.campaigns.schedule(principal, id, body, commit);
  }

  @Route('POST', ':id/cancel', {
    role: 'editor',
    scope: 'campaigns',
    audit: 'campaign.cancelled',
    summary: 'Cancel a campaign',
    description: 'Its list, if it has one, is removed. Doing it again answers the same campaign.',
    answer: campaignSchema,
    problems: ['campaign_not_found', 'wrong_state'],
  })
  cancelCampaign(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
    @Committing() commit: Commit,
  ): Promise<Campaign> {
    return this.campaigns.cancel(principal, id, commit);
  }

  @Route('POST', ':id/done', {
    role: 'editor',
    scope: 'campaigns',
    audit: 'campaign.done',
    summary: 'Say that a campaign is done',
    description: 'For whoever sends it, once the audience was frozen. Doing it again answers the same campaign.',
    answer: campaignSchema,
    problems: ['campaign_not_found', 'wrong_state'],
  })
  finishCampaign(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
    @Committing() commit: Commit,
  ): Promise<Campaign> {
    return this.campaigns.finish(principal, id, commit);
  }

  @Route('GET', ':id/members', {
    role: 'viewer',
    scope: 'campaigns',
    summary: 'Read the frozen audience',
    description:
      'By phone, page by page. People who were erased since are not in it; `erased` of the campaign counts them.',
    query: campaignMembersQuerySchema,
    answer: campaignMemberPageSchema,
    problems: ['campaign_not_found', 'not_ready', 'wrong_state'],
  })
  listCampaignMembers(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
    @ValidQuery() query: CampaignMembersQuery,
  ): Promise<Page<CampaignMember>> {
    return this.frozenAudiences.members(principal, id, query);
  }

  @Route('GET', ':id/download', {
    role: 'viewer',
    scope: 'campaigns',
    download: true,
    audit: 'campaign.downloaded',
    summary: 'Fetch the frozen audience as a file',
    description: 'A CSV with one column, `phone`.',
    answer: redirect('To a URL that works for 15 minutes.', 'Where the file is.'),
    problems: ['campaign_not_found', 'not_ready', 'wrong_state'],
  })
  async downloadMembers(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
    @Downloads() downloading: Downloading,
  ): Promise<{ url: string }> {
    return { url: await this.frozenAudiences.download(principal, id, downloading) };
  }
}
