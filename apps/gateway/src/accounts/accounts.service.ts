import { Injectable } from '@nestjs/common';
import { countryOfPhone } from '#contact-rules';
import type { Account, AccountCreate, AccountPatch } from '#contracts';
import { AccountsRepository, isDuplicateKey, type AccountRef, type AccountScope } from '#persistence';
import { ProblemError } from '#platform';
import type { ClientSession } from 'mongodb';
import { v4 as randomId } from 'uuid';
import type { Commit } from '../audit/commit.js';

/** The WhatsApp accounts of an organisation. */
@Injectable()
export class AccountsService {
  constructor(private readonly accounts: AccountsRepository) {}

  list(scope: AccountScope): Promise<AccountRef[]> {
    return this.accounts.list(scope);
  }

  /** @throws ProblemError `account_exists` */
  async create({ organisationId }: AccountScope, body: AccountCreate, commit: Commit): Promise<Account> {
    const record = { _id: randomId(), organisationId, ...body, createdAt: new Date() };
    const insert = (session: ClientSession): Promise<AccountRef> =>
      this.accounts.insert(record, session).catch((error: unknown) => {
        throw isDuplicateKey(error) ? new ProblemError('account_exists') : error;
      });
    return accountAnswer(await commit(insert));
  }

  /** @throws ProblemError `account_not_found`, `wrong_state` when WhatsApp does not allow the number to be active */
  async change(
    scope: AccountScope,
    accountId: string,
    { displayName, status }: AccountPatch,
    commit: Commit,
  ): Promise<Account> {
    const changed = await commit(async (session) => {
      const account = await this.accounts.find(scope, accountId, session);
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

  /** @throws ProblemError `account_not_found`, also for an account that the caller may not see */
  async require(scope: AccountScope, accountId: string): Promise<AccountRef> {
    const account = await this.accounts.find(scope, accountId);
    if (!account) throw new ProblemError('account_not_found');
    return account;
  }

  /** Checks accounts that somebody is to be limited to. @throws ProblemError `account_not_found` */
  async requireAll(scope: AccountScope, accountIds: readonly string[] | null | undefined): Promise<void> {
    for (const accountId of accountIds ?? []) await this.require(scope, accountId);
  }

  /**
   * The account, if imports into it are allowed.
   * @throws ProblemError `no_active_account` when it or every account is inactive; `account_not_found`
   */
  async requireActive(scope: AccountScope, accountId: string): Promise<AccountRef> {
    const accounts = await this.listWithActive(scope);
    const account = accounts.find(({ id }) => id === accountId) ?? (await this.require(scope, accountId));
    if (account.status !== 'active') {
      throw new ProblemError('no_active_account');
    }
    return account;
  }

  /**
   * All accounts, if at least one is active. Otherwise nothing can be imported and no campaign prepared.
   * @throws ProblemError `no_active_account`
   */
  async listWithActive(scope: AccountScope): Promise<AccountRef[]> {
    const accounts = await this.accounts.list(scope);
    if (accounts.some(({ status }) => status === 'active')) return accounts;
    throw new ProblemError('no_active_account/none');
  }
}

/** An account in the API's shape. Its country follows from its number, so nobody has to state it or keep it right. */
export function accountAnswer({ organisationId: _, ...account }: AccountRef): Account {
  return { ...account, country: countryOfPhone(account.phoneNumber) };
}
