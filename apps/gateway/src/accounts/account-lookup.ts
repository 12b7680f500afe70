import { Injectable } from '@nestjs/common';
import { AccountsRepository, type AccountRef } from '#persistence';
import { ProblemError } from '#platform';

/** Finds the account that a request names, for its organisation alone. */
@Injectable()
export class AccountLookup {
  constructor(private readonly accounts: AccountsRepository) {}

  list(organisationId: string): Promise<AccountRef[]> {
    return this.accounts.list(organisationId);
  }

  /** @throws ProblemError `account_not_found`, whoever else may have such an account */
  async require(organisationId: string, accountId: string): Promise<AccountRef> {
    const account = await this.accounts.find(organisationId, accountId);
    if (!account) throw new ProblemError('account_not_found');
    return account;
  }

  /**
   * The account, if imports into it are allowed (product.md, rule 3).
   * @throws ProblemError `no_active_account` when it, or every account, is inactive; `account_not_found`
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
   * All accounts, if at least one is active: without, nothing is imported and no campaign prepared (product.md, rule 3).
   * @throws ProblemError `no_active_account`
   */
  async listWithActive(organisationId: string): Promise<AccountRef[]> {
    const accounts = await this.accounts.list(organisationId);
    if (accounts.some(({ status }) => status === 'active')) return accounts;
    throw new ProblemError('no_active_account/none');
  }
}
