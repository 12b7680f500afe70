import { Injectable } from '@nestjs/common';
import type { Contact, ContactListQuery, Page } from '#contracts';
import { ContactsRepository, decodeCursor, type ContactCursor } from '#persistence';
import { ProblemError } from '#platform';
import { AccountLookup } from '../accounts/account-lookup.js';
import { contactAnswer } from './contact-answer.js';

/** Finds contacts (product.md, "Finding contacts"). */
@Injectable()
export class ContactFinder {
  constructor(
    private readonly contacts: ContactsRepository,
    private readonly accounts: AccountLookup,
  ) {}

  /** One page of the filter, with the count of all of it. Without an account: those of the whole organisation. */
  async list(organisationId: string, query: ContactListQuery): Promise<Page<Contact>> {
    const { accountId, sort, after, limit, count: countMode, ...conditions } = query;
    const cursor = after === undefined ? null : readCursor(after, query);
    const accounts =
      accountId === undefined
        ? await this.accounts.list(organisationId)
        : [await this.accounts.require(organisationId, accountId)];
    const [page, count] = await Promise.all([
      this.contacts.findPage(accounts, conditions, { sort, limit, after: cursor }),
      this.contacts.count(accounts, conditions, countMode === 'exact'),
    ]);
    return { items: page.items.map(contactAnswer), next: page.next, count };
  }

  /** @throws ProblemError `account_not_found`, `contact_not_found` */
  async one(organisationId: string, accountId: string, phone: string): Promise<Contact> {
    const account = await this.accounts.require(organisationId, accountId);
    const record = await this.contacts.findOne(account, phone);
    if (!record) throw new ProblemError('contact_not_found');
    return contactAnswer(record);
  }
}

function readCursor(after: string, { sort }: ContactListQuery): ContactCursor {
  const cursor = decodeCursor(after, sort);
  if (cursor) return cursor;
  throw new ProblemError('invalid_cursor/sort');
}
