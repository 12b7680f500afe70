import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  audienceQuerySchema,
  reachRequestSchema,
  type Audience,
  type AudienceQuery,
  type Reach,
  type ReachRequest,
} from '#contracts';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { RequiresRole } from '../access/route-access.js';
import { NotAudited } from '../audit/audited.js';
import { ApiRoute } from '../docs/api-route.js';
import { examples } from '../docs/examples.js';
import { JsonBody, ValidQuery } from '../http/request-input.js';
import { AudienceReader } from './audience-reader.js';

@ApiTags('campaigns')
@Controller('campaigns')
@RequiresRole('viewer')
export class AudienceController {
  constructor(private readonly audience: AudienceReader) {}

  @Get('audience')
  @ApiRoute({
    summary: 'Whom campaigns can reach',
    description: "The campaigns service's own view of an account, made from events, and how far it is behind.",
    query: audienceQuerySchema,
    answer: { status: 200, schema: 'Audience', example: examples.audience },
    problems: ['invalid_request', 'account_not_found'],
  })
  readAudience(
    @CurrentPrincipal() { organisationId }: Principal,
    @ValidQuery(audienceQuerySchema) { accountId }: AudienceQuery,
  ): Promise<Audience> {
    return this.audience.read(organisationId, accountId);
  }

  @Post('reach')
  @NotAudited('it only counts')
  @HttpCode(200)
  @ApiRoute({
    summary: 'Whom a segment would reach',
    description:
      'Counts a segment before anything is saved: whom it reaches, and whom it leaves out and why. It needs at least one condition on a tag or a value.',
    body: { schema: 'ReachRequest', example: examples.reachRequest },
    answer: { status: 200, schema: 'Reach', example: examples.reach },
    problems: ['invalid_request', 'account_not_found', 'segment_without_condition'],
  })
  previewReach(
    @CurrentPrincipal() { organisationId }: Principal,
    @JsonBody(reachRequestSchema) body: ReachRequest,
  ): Promise<Reach> {
    return this.audience.reach(organisationId, body);
  }
}
