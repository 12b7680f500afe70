import { changesBetween } from '#contact-rules';
import type { ChangeOrder } from '#contracts';
import {
  contactChangeId,
  type AccountRef,
  type ContactChangeRecord,
  type ContactRecord,
  type KnownContact,
} from '#persistence';

/** What is kept of a change. The first one of a contact also keeps what created it. */
export function contactChange(
  account: AccountRef,
  order: ChangeOrder | undefined,
  before: KnownContact,
  after: ContactRecord,
): ContactChangeRecord {
  const { phone, rev, updatedAt: at, changedBy } = after;
  return {
    _id: contactChangeId(account, phone, rev),
    organisationId: account.organisationId,
    accountId: account.id,
    phone,
    rev,
    at,
    changedBy,
    ...(order && { order }),
    changes: changesBetween(before, after),
    ...(before.rev === 1 && { createdBy: before.changedBy }),
  };
}
