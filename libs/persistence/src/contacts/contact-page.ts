import type { Sort } from '#contracts';
import type { Filter, Sort as MongoSort } from 'mongodb';
import type { ContactRecord } from './contact.schema.js';

/** Where a page ended: the sort key, then phone and account, which make the order total. */
export interface ContactCursor {
  sort: Sort;
  nameKey: string;
  phone: string;
  accountId: string;
}

export function encodeCursor({ sort, nameKey, phone, accountId }: ContactCursor): string {
  return Buffer.from(JSON.stringify([sort, nameKey, phone, accountId])).toString('base64url');
}

/** @returns null when the text is not a cursor of this order */
export function decodeCursor(text: string, sort: Sort): ContactCursor | null {
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (!Array.isArray(parts) || parts.length !== 4 || !parts.every((part) => typeof part === 'string')) return null;
    const [cursorSort, nameKey, phone, accountId] = parts as [Sort, string, string, string];
    return cursorSort === sort ? { sort, nameKey, phone, accountId } : null;
  } catch {
    return null;
  }
}

/** The MongoDB order of a sort within one account. Phones are unique there, so both orders are total. */
export function mongoSort(sort: Sort): MongoSort {
  const direction = sort.startsWith('-') ? -1 : 1;
  return sort.endsWith('name') ? { nameKey: direction, phone: direction } : { phone: direction };
}

/** Compares contacts of several accounts in the order of a sort, ties by account. */
export function compareContacts(sort: Sort): (a: ContactRecord, b: ContactRecord) => number {
  const direction = sort.startsWith('-') ? -1 : 1;
  const byName = sort.endsWith('name');
  return (a, b) =>
    direction *
    ((byName ? compareBytes(a.nameKey, b.nameKey) : 0) ||
      compareBytes(a.phone, b.phone) ||
      compareBytes(a.accountId, b.accountId));
}

/** What comes after the cursor in one account. */
export function afterCursor(cursor: ContactCursor, accountId: string): Filter<ContactRecord> {
  const descending = cursor.sort.startsWith('-');
  const beyond = descending ? '$lt' : '$gt';
  // At the cursor's very keys, the accounts behind the cursor's own are still to come.
  const sameKeysToCome = descending ? accountId < cursor.accountId : accountId > cursor.accountId;
  const phone = { phone: { [sameKeysToCome ? `${beyond}e` : beyond]: cursor.phone } } as Filter<ContactRecord>;
  if (!cursor.sort.endsWith('name')) return phone;
  return {
    nameKey: { [`${beyond}e`]: cursor.nameKey },
    $or: [{ nameKey: { [beyond]: cursor.nameKey } }, { nameKey: cursor.nameKey, ...phone }],
  };
}

/** MongoDB compares strings by their UTF-8 bytes, JavaScript by UTF-16 units: they differ beyond U+FFFF. */
function compareBytes(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
}
