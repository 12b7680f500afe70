import { contactKeys, type ContactRecord } from '#persistence';

/**
 * Contacts with consecutive phones, as the contacts service stores them: for tests that need many, and neither an import
 * nor events about them, which would cost several times as much. Every second one has the tag `dog`.
 */
export function storedContacts(accountId: string, count: number): ContactRecord[] {
  const now = new Date();
  return Array.from({ length: count }, (_, index): ContactRecord => {
    const phone = String(34600000000 + index);
    const state = { name: `Jane ${index}`, tags: ['common', ...(index % 2 === 0 ? ['dog'] : [])], values: [] };
    return {
      ...{ _id: `${accountId}/${phone}`, accountId, phone, ...state, ...contactKeys(phone, state) },
      ...{ rev: 1, createdAt: now, updatedAt: now },
      changedBy: { kind: 'user', id: accountId },
      lastImport: null,
    };
  });
}
