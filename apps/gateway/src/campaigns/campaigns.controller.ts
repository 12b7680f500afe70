import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { audienceQuerySchema, type Audience, type AudienceQuery } from '#contracts';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { RequiresRole } from '../access/route-access.js';
import { ApiRoute } from '../docs/api-route.js';
import { examples } from '../docs/examples.js';
import { ValidQuery } from '../http/request-input.js';
import { AudienceReader } from './audience-reader.js';

@ApiTags('campaigns')
@Controller('campaigns')
@RequiresRole('viewer')
export class CampaignsController {
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
}
