import { Injectable } from '@nestjs/common';
import { countryOfPhone } from '#contact-rules';
import type { Account, AccountCreate, AccountPatch } from '#contracts';
import { AccountsRepository, isDuplicateKey, type AccountRef } from '#persistence';
import { ProblemError } from '#platform';
import type { ClientSession } from 'mongodb';
import { v4 as randomId } from 'uuid';
import type { Commit } from '../audit/commit.js';

/** The WhatsApp accounts of an organisation. */
@Injectable()
export class AccountsService {
  constructor(private readonly accounts: AccountsRepository) {}

  list(organisationId: string): Promise<AccountRef[]> {
    return this.accounts.list(organisationId);
  }

  /** @throws ProblemError `account_exists` */
  async create(organisationId: string, body: AccountCreate, commit: Commit): Promise<Account> {
    const record = { _id: randomId(), organisationId, ...body, createdAt: new Date() };
    const insert = (session: ClientSession): Promise<AccountRef> =>
      this.accounts.insert(record, session).catch((error: unknown) => {
        throw isDuplicateKey(error) ? new ProblemError('account_exists') : error;
      });
    return accountAnswer(await commit(insert));
  }

  /** @throws ProblemError `account_not_found`, `wrong_state` when WhatsApp does not allow the number to be active */
  async change(
    organisationId: string,
    accountId: string,
    { displayName, status }: AccountPatch,
    commit: Commit,
  ): Promise<Account> {
    const changed = await commit(async (session) => {
      const account = await this.accounts.find(organisationId, accountId, session);
      if (!account) throw new ProblemError('account_not_found');
      const whatsapp = await this.accounts.whatsappState(account, session);
      if (status === 'active' && whatsapp?.active === false) {
        throw new ProblemError('wrong_state/number_held', { with: { status: whatsapp.status } });
      }
      const change = {
        ...(displayName !== undefined && { displayName }),
        ...(status !== undefined && { status, held: status === 'inactive' }),
      };
      return this.accounts.change(account, change, session);
    });
    return accountAnswer(changed);
  }

  /** @throws ProblemError `account_not_found`, also for an account of another organisation */
  async require(organisationId: string, accountId: string): Promise<AccountRef> {
    const account = await this.accounts.find(organisationId, accountId);
    if (!account) throw new ProblemError('account_not_found');
    return account;
  }

  /**
   * The account, if imports into it are allowed.
   * @throws ProblemError `no_active_account` when it or every account is inactive; `account_not_found`
   */
  async requireActive(organisationId: string, accountId: string): Promise<AccountRef> {
    const accounts = await this.listWithActive(organisationId);
    const account = accounts.find(({ id }) => id === accountId) ?? (await this.require(organisationId, accountId));
    if (account.status !== 'active') {
      throw new ProblemError('no_active_account');
    }
    return account;
  }

  /**
   * All accounts, if at least one is active. Otherwise nothing can be imported and no campaign prepared.
   * @throws ProblemError `no_active_account`
   */
  async listWithActive(organisationId: string): Promise<AccountRef[]> {
    const accounts = await this.accounts.list(organisationId);
    if (accounts.some(({ status }) => status === 'active')) return accounts;
    throw new ProblemError('no_active_account/none');
  }
}

/** An account in the API's shape. Its country follows from its number, so nobody has to state it or keep it right. */
export function accountAnswer({ organisationId: _, ...account }: AccountRef): Account {
  return { ...account, country: countryOfPhone(account.phoneNumber) };
}
