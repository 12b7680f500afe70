import { Injectable } from '@nestjs/common';
import type { FactorPolicy } from '#contracts';
import { MembersRepository, OrganisationsRepository, SecondFactorsRepository } from '#persistence';
import { ProblemError } from '#platform';
import type { UserPrincipal } from '../access/principal.js';
import type { Commit } from '../audit/commit.js';

/** Lets an organisation require a second factor of its members. RequiredFactor keeps those out who have none. */
@Injectable()
export class FactorPolicyService {
  constructor(
    private readonly organisations: OrganisationsRepository,
    private readonly members: MembersRepository,
    private readonly factors: SecondFactorsRepository,
  ) {}

  /** The setting, and whom it concerns or would concern. */
  async read(organisationId: string): Promise<FactorPolicy> {
    const [organisation, members, withPassword] = await Promise.all([
      this.organisations.find(organisationId),
      this.members.count(organisationId),
      this.members.idsWithPassword(organisationId),
    ]);
    const withFactor = await this.factors.whoHas(withPassword);
    return {
      requiredSince: organisation?.secondFactorRequiredAt?.toISOString() ?? null,
      members,
      withoutFactor: withPassword.length - withFactor.size,
    };
  }

  /**
   * Requires a second factor from now on. Whoever does so has one, so that nobody locks themselves out.
   * @throws ProblemError `no_second_factor`
   */
  async require({ id, organisationId }: UserPrincipal, commit: Commit): Promise<FactorPolicy> {
    if (!(await this.factors.has(id))) throw new ProblemError('no_second_factor/required');
    const { requiredSince } = await this.read(organisationId);
    await this.set(organisationId, requiredSince === null ? new Date() : new Date(requiredSince), commit);
    return this.read(organisationId);
  }

  async makeOptional({ organisationId }: UserPrincipal, commit: Commit): Promise<FactorPolicy> {
    await this.set(organisationId, null, commit);
    return this.read(organisationId);
  }

  private async set(organisationId: string, secondFactorRequiredAt: Date | null, commit: Commit): Promise<void> {
    await commit((session) => this.organisations.change(organisationId, { secondFactorRequiredAt }, session));
  }
}
