import { Injectable } from '@nestjs/common';
import type { Account, AccountCreate, AccountPatch } from '#contracts';
import { AccountsRepository, isDuplicateKey, type AccountRef } from '#persistence';
import { ProblemError } from '#platform';
import { v7 as newId } from 'uuid';
import { AccountLookup } from './account-lookup.js';

/** A change looks at what WhatsApp says and is made on condition that it still says so; it may change this often. */
const MAX_TRIES = 5;

/** Makes and changes accounts by hand. */
@Injectable()
export class AccountDesk {
  constructor(
    private readonly accounts: AccountsRepository,
    private readonly lookup: AccountLookup,
  ) {}

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

  /** @throws ProblemError `account_not_found`, `wrong_state` when WhatsApp does not let the number be active */
  async change(organisationId: string, accountId: string, { displayName, status }: AccountPatch): Promise<Account> {
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const account = await this.lookup.require(organisationId, accountId);
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
}

/** An account in the API's shape. */
export function accountAnswer({ organisationId: _, ...account }: AccountRef): Account {
  return account;
}
