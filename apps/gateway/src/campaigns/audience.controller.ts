import { Controller } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  audienceQuerySchema,
  audienceSchema,
  reachRequestSchema,
  reachSchema,
  type Audience,
  type AudienceQuery,
  type Reach,
  type ReachRequest,
} from '#contracts';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { JsonBody, ValidQuery } from '../http/request-input.js';
import { Route } from '../routes/route.js';
import { AudienceService } from './audience.service.js';

@ApiTags('campaigns')
@Controller('campaigns')
export class AudienceController {
  constructor(private readonly audience: AudienceService) {}

  @Route('GET', 'audience', {
    role: 'viewer',
    scope: 'campaigns',
    summary: 'Whom campaigns can reach',
    description:
      "The campaigns service's own view of an account, made from events, and how far it is behind. `tags` are the largest, at most 50. For a large account the figures may be from up to a minute before.",
    query: audienceQuerySchema,
    answer: audienceSchema,
    problems: ['account_not_found'],
  })
  readAudience(
    @CurrentPrincipal() principal: Principal,
    @ValidQuery() { accountId }: AudienceQuery,
  ): Promise<Audience> {
    return this.audience.read(principal, accountId);
  }

  @Route('POST', 'reach', {
    role: 'viewer',
    scope: 'campaigns',
    audit: { none: 'it only counts' },
    summary: 'Whom a segment would reach',
    description:
      'Counts a segment before a campaign has it: whom it reaches, and whom it leaves out and why. Give its conditions, or the id of a saved segment. It needs at least one condition on a tag or a value.',
    body: reachRequestSchema,
    answer: reachSchema,
    problems: ['account_not_found', 'segment_without_condition', 'segment_not_found', 'segment_of_other_account'],
  })
  previewReach(@CurrentPrincipal() principal: Principal, @JsonBody() body: ReachRequest): Promise<Reach> {
    return this.audience.reach(principal, body);
  }
}
