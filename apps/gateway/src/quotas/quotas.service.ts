import { Inject, Injectable } from '@nestjs/common';
import type { OrganisationLimits, OrganisationUsage } from '#contracts';
import {
  AccountsRepository,
  ContactsRepository,
  everyAccountOf,
  ImportsRepository,
  OrdersRepository,
  OrganisationsRepository,
} from '#persistence';
import { CONFIG, ProblemError, type Config } from '#platform';
import { RedisCounter } from '../limits/redis-counter.js';

/**
 * The limits of single organisations, and what they use. Each is checked where something is begun: what began below a
 * limit is finished. Requests are counted by the rate limits.
 */
@Injectable()
export class QuotasService {
  constructor(
    private readonly organisations: OrganisationsRepository,
    private readonly accounts: AccountsRepository,
    private readonly contacts: ContactsRepository,
    private readonly imports: ImportsRepository,
    private readonly orders: OrdersRepository,
    private readonly requests: RedisCounter,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** How many imports of an organisation may be open. */
  async openImports(organisationId: string): Promise<number> {
    return (await this.limit(organisationId, 'openImports')) ?? this.config.limits.openImports;
  }

  /** @throws ProblemError `too_many_contacts` when the organisation has as many as it may have */
  async requireRoomForContacts(organisationId: string): Promise<void> {
    const limit = await this.limit(organisationId, 'contacts');
    if (limit === null) return;
    const accounts = await this.accounts.list(everyAccountOf(organisationId));
    if ((await this.contacts.countAll(accounts, limit)) >= limit)
      throw new ProblemError('too_many_contacts', { with: { limit } });
  }

  /** @throws ProblemError `storage_full` when the organisation keeps as many bytes of files as it may */
  async requireStorage(organisationId: string): Promise<void> {
    const limit = await this.limit(organisationId, 'storageBytes');
    if (limit !== null && (await this.storedBytes(organisationId)) >= limit)
      throw new ProblemError('storage_full', { with: { limit } });
  }

  /** What an organisation uses at the moment. Counts all its contacts, which may take seconds. */
  async usage(organisationId: string): Promise<OrganisationUsage> {
    const [contacts, openImports, requestsPerMinute, storageBytes] = await Promise.all([
      this.accounts.list(everyAccountOf(organisationId)).then((accounts) => this.contacts.countAll(accounts)),
      this.imports.countOpen(organisationId),
      this.requests.read(`organisation:${organisationId}`),
      this.storedBytes(organisationId),
    ]);
    return { contacts, openImports, requestsPerMinute, storageBytes };
  }

  private async limit(organisationId: string, which: keyof OrganisationLimits): Promise<number | null> {
    return (await this.organisations.find(organisationId))?.limits?.[which] ?? null;
  }

  private async storedBytes(organisationId: string): Promise<number> {
    const [uploaded, exported] = await Promise.all([
      this.imports.storedBytes(organisationId),
      this.orders.exportedBytes(organisationId),
    ]);
    return uploaded + exported;
  }
}
