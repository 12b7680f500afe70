import { Inject, Injectable } from '@nestjs/common';
import { AccessRepository } from '#persistence';
import { CONFIG, type Config } from '#platform';
import type { Principal } from './principal.js';

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

  async include({ role, organisationId }: Pick<Principal, 'role' | 'organisationId'>): Promise<boolean> {
    this.organisationId ??= await this.access.firstOrganisationId();
    return role === 'admin' && organisationId === this.organisationId;
  }
}
