import { Inject, Injectable } from '@nestjs/common';
import { AccessRepository } from '#persistence';
import { CONFIG, type Config } from '#platform';
import type { Principal } from './principal.js';

/**
 * Who runs the installation: the administrators of one organisation. The queues carry the work of all organisations, so
 * an administrator of another one has no business there.
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
