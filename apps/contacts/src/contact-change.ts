import { changesBetween } from '#contact-rules';
import type { ChangeOrder } from '#contracts';
import {
  contactChangeId,
  makerOf,
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
  const createdBy = before.rev === 1 ? before.changedBy : undefined;
  const orders = [makerOf({ order, changedBy }), createdBy && makerOf({ changedBy: createdBy })].filter(isText);
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
    ...(createdBy && { createdBy }),
    ...(orders.length > 0 && { orders: [...new Set(orders)] }),
  };
}

function isText(id: string | undefined): id is string {
  return id !== undefined;
}
