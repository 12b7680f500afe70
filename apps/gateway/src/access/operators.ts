import { Inject, Injectable } from '@nestjs/common';
import { AccessRepository } from '#persistence';
import { CONFIG, type Config } from '#platform';
import type { Principal } from './principal.js';
import { hasScope } from './route-access.js';

/**
 * The people who run the installation: the administrators of one organisation. The queues hold the jobs of all
 * organisations, so administrators of other organisations must not see them.
 */
@Injectable()
export class Operators {
  private organisationId: string | undefined;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly access: AccessRepository,
  ) {
    this.organisationId = config.OPERATORS_ORGANISATION;
  }

  async include({
    role,
    scopes,
    organisationId,
  }: Pick<Principal, 'role' | 'scopes' | 'organisationId'>): Promise<boolean> {
    this.organisationId ??= await this.access.firstOrganisationId();
    return role === 'admin' && hasScope(scopes, 'admin') && organisationId === this.organisationId;
  }
}
