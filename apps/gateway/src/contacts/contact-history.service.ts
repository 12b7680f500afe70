import { Inject, Injectable } from '@nestjs/common';
import type { ChangedBy, ContactChange, ContactHistory, ContactHistoryQuery } from '#contracts';
import {
  ContactChangesRepository,
  ContactsRepository,
  type ContactChangeRecord,
  type ContactRecord,
  type AccountScope,
} from '#persistence';
import { CONFIG, ProblemError, type Config } from '#platform';
import { AccountsService } from '../accounts/accounts.service.js';

/** Shows how a contact changed, as far back as that is kept. */
@Injectable()
export class ContactHistoryService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly accounts: AccountsService,
    private readonly contacts: ContactsRepository,
    private readonly changes: ContactChangesRepository,
  ) {}

  /** @throws ProblemError `account_not_found`, `contact_not_found` */
  async read(
    scope: AccountScope,
    accountId: string,
    phone: string,
    { after, limit }: ContactHistoryQuery,
  ): Promise<ContactHistory> {
    const account = await this.accounts.require(scope, accountId);
    const contact = await this.contacts.findOne(account, phone);
    if (!contact) throw new ProblemError('contact_not_found');
    const upTo = Math.min(contact.rev, (after ?? Infinity) - 1);
    // One more than the page has, to know whether there is another one. The first change also has the creation.
    const [found, kept] = await Promise.all([
      this.changes.find(account, phone, Math.max(upTo, 2), limit + 1),
      this.changes.count(account, phone, contact.rev),
    ]);
    const entries = [...lastOne(contact, found.slice), ...found.slice.flatMap((change) => entriesOf(change, contact))];
    const left = entries.filter(({ revision }) => revision <= upTo);
    const items = left.slice(0, limit);
    const isComplete = kept === contact.rev - 1;
    return {
      items,
      next: left.length > items.length || !found.isAll ? String(items.at(-1)!.revision) : null,
      count: { value: isComplete ? contact.rev : Math.max(kept, 1), exact: isComplete },
      keptDays: this.config.KEEP_CONTACT_CHANGES_DAYS,
      isComplete,
      createdAt: contact.createdAt.toISOString(),
    };
  }
}

/** The contact itself knows its last change. That it is not kept means that it created the contact, or is long ago. */
function lastOne(
  { rev, updatedAt, changedBy }: ContactRecord,
  [newest]: readonly ContactChangeRecord[],
): ContactChange[] {
  return newest?.rev === rev ? [] : [withoutDetails(rev, updatedAt, changedBy)];
}

function entriesOf(
  { rev, at, changedBy, order, changes, createdBy }: ContactChangeRecord,
  { createdAt }: ContactRecord,
): ContactChange[] {
  const change = { revision: rev, at: at.toISOString(), changedBy, order: order ?? null, changes };
  return createdBy ? [change, withoutDetails(1, createdAt, createdBy)] : [change];
}

function withoutDetails(revision: number, at: Date, changedBy: ChangedBy): ContactChange {
  return { revision, at: at.toISOString(), changedBy, order: null, changes: null };
}
