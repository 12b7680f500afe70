import { Injectable } from '@nestjs/common';
import { SecondFactorsRepository } from '#persistence';
import type { Principal } from './principal.js';
import { RunningOrganisations } from './running-organisations.js';

/**
 * Knows who still has to set up the second factor that their organisation requires. It is asked at each request, so it
 * also holds for sessions that began before, and where a session comes to another organisation.
 */
@Injectable()
export class RequiredFactor {
  constructor(
    private readonly running: RunningOrganisations,
    private readonly factors: SecondFactorsRepository,
  ) {}

  /**
   * Not of API keys, which have factors of no kind, nor of sessions by the OpenID provider, which answers for how many it
   * asked.
   */
  async isMissing({ kind, id, organisationId, byProvider }: Principal): Promise<boolean> {
    if (kind !== 'user' || byProvider) return false;
    const organisation = await this.running.find(organisationId);
    return organisation?.secondFactorRequiredAt != null && !(await this.factors.has(id));
  }
}
