import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { FirstAdministrator } from '#contracts';
import { AccessRepository, FirstLinkRepository, type MemberRecord } from '#persistence';
import { CONFIG, hashToken, LOGGER, newToken, ProblemError, type Config } from '#platform';
import type { ClientSession } from 'mongodb';
import type { Logger } from 'pino';
import { v7 as newId } from 'uuid';
import { hashNewPassword } from '../access/new-password.js';
import { pageLink } from './page-link.js';

/** Creates the first administrator of an installation in which nobody can sign in yet. */
@Injectable()
export class FirstAdministratorService implements OnApplicationBootstrap {
  constructor(
    private readonly links: FirstLinkRepository,
    private readonly access: AccessRepository,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Logs a link with a token, of which only the hash is stored. If there are several gateways, only one logs a link.
   * After it has expired, the next start logs a new one.
   */
  async onApplicationBootstrap(): Promise<void> {
    if (!(await this.links.isNobodyThere())) return;
    const token = newToken();
    const expiresAt = new Date(Date.now() + this.config.LINK_HOURS * 3_600_000);
    if (!(await this.links.offer(hashToken(token), expiresAt))) return;
    const link = pageLink(this.config, '/welcome', { token });
    this.logger.warn({ link, expiresAt }, 'nobody can sign in yet: open this link to become the first administrator');
  }

  /**
   * Creates an organisation and its administrator, and uses the link up.
   * @throws ProblemError `link_not_valid`, `invalid_request` for a common password
   */
  async come(
    { token, organisation, name, email, password }: FirstAdministrator,
    session: ClientSession,
  ): Promise<MemberRecord> {
    if (!(await this.links.isNobodyThere(session))) throw linkNotValid();
    if (!(await this.links.use(hashToken(token), session))) throw linkNotValid();
    const createdAt = new Date();
    const organisationId = newId();
    const user = {
      _id: newId(),
      organisationId,
      email: email.toLowerCase(),
      name,
      role: 'admin' as const,
      passwordHash: await hashNewPassword(password, [email, name, organisation]),
      createdAt,
    };
    await this.access.insertOrganisation({ _id: organisationId, name: organisation, createdAt }, session);
    await this.access.insertUser(user, session);
    return { ...user, organisationIds: [organisationId] };
  }
}

function linkNotValid(): ProblemError {
  return new ProblemError('link_not_valid/first');
}
