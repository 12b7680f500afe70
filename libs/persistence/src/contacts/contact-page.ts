import type { Sort } from '#contracts';
import type { Filter, Sort as MongoSort } from 'mongodb';
import type { ContactRecord } from './contact.schema.js';

/** The position at the end of a page: the sort key, then phone and account as tie-breakers. */
export interface ContactCursor {
  sort: Sort;
  nameKey: string;
  phone: string;
  accountId: string;
}

export function encodeCursor({ sort, nameKey, phone, accountId }: ContactCursor): string {
  return Buffer.from(JSON.stringify([sort, nameKey, phone, accountId])).toString('base64url');
}

/** @returns null when the text is not a cursor of this sort order */
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

/** The MongoDB sort within one account. Phones are unique there, so both sort orders are total. */
export function mongoSort(sort: Sort): MongoSort {
  const direction = sort.startsWith('-') ? -1 : 1;
  return sort.endsWith('name') ? { nameKey: direction, phone: direction } : { phone: direction };
}

/** Compares contacts of several accounts by a sort order; ties are broken by account. */
export function compareContacts(sort: Sort): (a: ContactRecord, b: ContactRecord) => number {
  const direction = sort.startsWith('-') ? -1 : 1;
  const byName = sort.endsWith('name');
  return (a, b) =>
    direction *
    ((byName ? compareBytes(a.nameKey, b.nameKey) : 0) ||
      compareBytes(a.phone, b.phone) ||
      compareBytes(a.accountId, b.accountId));
}

/** Matches the contacts of one account after the cursor. */
export function afterCursor(cursor: ContactCursor, accountId: string): Filter<ContactRecord> {
  const descending = cursor.sort.startsWith('-');
  const beyond = descending ? '$lt' : '$gt';
  // Contacts with the same keys as the cursor, but in an account that sorts after the cursor's, are still to come.
  const sameKeysToCome = descending ? accountId < cursor.accountId : accountId > cursor.accountId;
  const phone = { phone: { [sameKeysToCome ? `${beyond}e` : beyond]: cursor.phone } } as Filter<ContactRecord>;
  if (!cursor.sort.endsWith('name')) return phone;
  return {
    nameKey: { [`${beyond}e`]: cursor.nameKey },
    $or: [{ nameKey: { [beyond]: cursor.nameKey } }, { nameKey: cursor.nameKey, ...phone }],
  };
}

/** MongoDB compares strings by UTF-8 bytes, JavaScript by UTF-16 code units. The results differ beyond U+FFFF. */
function compareBytes(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
}
