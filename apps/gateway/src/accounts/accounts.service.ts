import { Injectable } from '@nestjs/common';
import type { Account, AccountCreate, AccountPatch } from '#contracts';
import { AccountsRepository, isDuplicateKey, type AccountRef } from '#persistence';
import { ProblemError } from '#platform';
import { v7 as newId } from 'uuid';

/** A change is stored only if WhatsApp's status is still the one that was read. How often that is tried. */
const MAX_TRIES = 5;

/** The WhatsApp accounts of an organisation. */
@Injectable()
export class AccountsService {
  constructor(private readonly accounts: AccountsRepository) {}

  list(organisationId: string): Promise<AccountRef[]> {
    return this.accounts.list(organisationId);
  }

  /** @throws ProblemError `account_exists` */
  async create(organisationId: string, body: AccountCreate): Promise<Account> {
    try {
      const record = { _id: newId(), organisationId, ...body, createdAt: new Date() };
      return accountAnswer(await this.accounts.insert(record));
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      throw new ProblemError('account_exists');
    }
  }

  /** @throws ProblemError `account_not_found`, `wrong_state` when WhatsApp does not allow the number to be active */
  async change(organisationId: string, accountId: string, { displayName, status }: AccountPatch): Promise<Account> {
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const account = await this.require(organisationId, accountId);
      const whatsapp = await this.accounts.whatsappState(account);
      if (status === 'active' && whatsapp?.active === false) {
        throw new ProblemError('wrong_state/number_held', { with: { status: whatsapp.status } });
      }
      const changed = await this.accounts.change(account, whatsapp, {
        ...(displayName !== undefined && { displayName }),
        ...(status !== undefined && { status, held: status === 'inactive' }),
      });
      if (changed) return accountAnswer(changed);
    }
    throw new ProblemError('wrong_state/number_moving');
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

/** An account in the API's shape. */
export function accountAnswer({ organisationId: _, ...account }: AccountRef): Account {
  return account;
}
