import { Injectable } from '@nestjs/common';
import type { Me } from '#contracts';
import { AccessRepository } from '#persistence';
import type { Principal } from './principal.js';

/** Tells somebody who they are. */
@Injectable()
export class MeReader {
  constructor(private readonly access: AccessRepository) {}

  async read({ kind, id, name, role, organisationId }: Principal): Promise<Me> {
    const organisation = await this.access.findOrganisation(organisationId);
    return { kind, id, name, role, organisation: { id: organisationId, name: organisation?.name ?? '' } };
  }
}
