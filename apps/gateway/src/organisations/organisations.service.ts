import { Inject, Injectable } from '@nestjs/common';
import type {
  NewInvitation,
  Organisation,
  OrganisationLimits,
  OrganisationPatch,
  OrganisationUsage,
  Page,
  PageQuery,
} from '#contracts';
import { everyAccountOf, MembersRepository, OrganisationsRepository, type OrganisationRecord } from '#persistence';
import { LOGGER, ProblemError } from '#platform';
import type { Logger } from 'pino';
import { v7 as newId } from 'uuid';
import { Operators } from '../access/operators.js';
import type { Commit } from '../audit/commit.js';
import { pageAnswer } from '../http/page-answer.js';
import { QuotasService } from '../quotas/quotas.service.js';
import { InvitationsService } from '../members/invitations.service.js';

const NO_LIMITS: OrganisationLimits = {
  contacts: null,
  openImports: null,
  requestsPerMinute: null,
  storageBytes: null,
};

/** Makes, lists, changes, suspends and resumes organisations, for the operators. */
@Injectable()
export class OrganisationsService {
  constructor(
    private readonly organisations: OrganisationsRepository,
    private readonly members: MembersRepository,
    private readonly invitations: InvitationsService,
    private readonly operators: Operators,
    private readonly quotas: QuotasService,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async list(query: PageQuery): Promise<Page<Organisation>> {
    const [found, value] = await Promise.all([this.organisations.list(query), this.organisations.count()]);
    const page = pageAnswer(found, query.limit, value, (record) => record);
    return { ...page, items: await Promise.all(page.items.map((record) => this.answer(record))) };
  }

  async create(name: string, commit: Commit): Promise<Organisation> {
    const record: OrganisationRecord = { _id: newId(), name, createdAt: new Date() };
    await commit(async (session) => {
      await this.organisations.insert(record, session);
      return record;
    });
    return this.answer(record);
  }

  /** What it uses of what has limits. @throws ProblemError `organisation_not_found` */
  async usage(organisationId: string): Promise<OrganisationUsage> {
    await this.find(organisationId);
    return this.quotas.usage(organisationId);
  }

  /** @throws ProblemError `organisation_not_found` */
  change(organisationId: string, change: OrganisationPatch, commit: Commit): Promise<Organisation> {
    return this.set(organisationId, change, commit);
  }

  /**
   * Suspends an organisation: nobody can use it, its imports end (SuspendedImportsSweeper), its campaigns and webhooks
   * wait. Nothing is deleted. The operators' own cannot be suspended, because nobody could resume it.
   * @throws ProblemError `organisation_not_found`, `operators_organisation`
   */
  async suspend(organisationId: string, commit: Commit): Promise<Organisation> {
    if (await this.operators.include({ role: 'admin', scopes: null, organisationId }))
      throw new ProblemError('operators_organisation');
    const { suspendedAt } = await this.find(organisationId);
    const answer = await this.set(organisationId, { suspendedAt: suspendedAt ?? new Date() }, commit);
    this.logger.info({ suspendedId: organisationId }, 'an organisation is suspended');
    return answer;
  }

  /** @throws ProblemError `organisation_not_found` */
  resume(organisationId: string, commit: Commit): Promise<Organisation> {
    return this.set(organisationId, { suspendedAt: null }, commit);
  }

  /**
   * Invites the first administrator. Later ones are invited by the organisation itself, so operators do not come into
   * an organisation that has somebody.
   * @throws ProblemError `organisation_not_found`, `has_members`
   */
  async inviteAdministrator(organisationId: string, email: string, commit: Commit): Promise<NewInvitation> {
    await this.find(organisationId);
    if ((await this.members.count(organisationId)) > 0) throw new ProblemError('has_members');
    const invited = { email, role: 'admin', accountIds: null, mayDownload: true } as const;
    return this.invitations.invite(everyAccountOf(organisationId), invited, commit);
  }

  private async find(organisationId: string): Promise<OrganisationRecord> {
    const found = await this.organisations.find(organisationId);
    if (!found) throw notFound();
    return found;
  }

  private async set(
    organisationId: string,
    change: Parameters<OrganisationsRepository['change']>[1],
    commit: Commit,
  ): Promise<Organisation> {
    const record = await commit(async (session) => {
      const changed = await this.organisations.change(organisationId, change, session);
      if (!changed) throw notFound();
      return changed;
    });
    return this.answer(record);
  }

  private async answer({ _id, name, createdAt, suspendedAt, limits }: OrganisationRecord): Promise<Organisation> {
    return {
      id: _id,
      name,
      createdAt: createdAt.toISOString(),
      suspendedAt: suspendedAt?.toISOString() ?? null,
      members: await this.members.count(_id),
      limits: { ...NO_LIMITS, ...limits },
    };
  }
}

function notFound(): ProblemError {
  return new ProblemError('organisation_not_found/operators');
}
