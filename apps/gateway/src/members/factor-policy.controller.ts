import { Controller } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { factorPolicySchema, type FactorPolicy } from '#contracts';
import { CurrentPrincipal, CurrentUser, type Principal, type UserPrincipal } from '../access/principal.js';
import { Committing, type Commit } from '../audit/commit.js';
import { Route } from '../routes/route.js';
import { FactorPolicyService } from './factor-policy.service.js';

/** Whether the organisation requires a second factor of its members. */
@ApiTags('access')
@Controller('second-factor-policy')
export class FactorPolicyController {
  constructor(private readonly policy: FactorPolicyService) {}

  @Route('GET', '', {
    role: 'admin',
    scope: 'admin',
    summary: 'Whether a second factor is required',
    description: '`withoutFactor`: how many members have a password and no second factor.',
    answer: factorPolicySchema,
  })
  factorPolicy(@CurrentPrincipal() { organisationId }: Principal): Promise<FactorPolicy> {
    return this.policy.read(organisationId);
  }

  @Route('PUT', '', {
    role: 'admin',
    scope: 'admin',
    personal: true,
    audit: 'second_factor.required',
    summary: 'Require a second factor of all members',
    description:
      'Only who has one may do so. Within seconds, members without one can only set one up (403 `second_factor_required` elsewhere). API keys are not concerned, nor are sessions by OpenID Connect: require it at the provider.',
    answer: factorPolicySchema,
    problems: ['no_second_factor'],
  })
  requireFactor(@CurrentUser() person: UserPrincipal, @Committing() commit: Commit): Promise<FactorPolicy> {
    return this.policy.require(person, commit);
  }

  @Route('DELETE', '', {
    role: 'admin',
    scope: 'admin',
    personal: true,
    audit: 'second_factor.optional',
    summary: 'Require a second factor no more',
    answer: factorPolicySchema,
  })
  makeFactorOptional(@CurrentUser() person: UserPrincipal, @Committing() commit: Commit): Promise<FactorPolicy> {
    return this.policy.makeOptional(person, commit);
  }
}
