import { useEffect } from 'react';
import type { Account, Contact } from '#contracts';

const ROWS_AHEAD = 30;

/** The data that both forms of the list show. */
export interface ContactRows {
  items: readonly Contact[];
  /** Set when contacts of several accounts are listed, so that each row names its account. */
  accounts: readonly Account[] | null;
  /** True while these are the answer to the previous filter. */
  stale: boolean;
  loadingMore: boolean;
  more: boolean;
  loadMore: () => void;
}

/** Asks for the next page before its first row comes into view. */
export function useLoadMore(
  lastDrawn: number,
  { items, more, loadMore, loadingMore }: Pick<ContactRows, 'items' | 'more' | 'loadMore' | 'loadingMore'>,
) {
  const due = more && !loadingMore && lastDrawn >= items.length - ROWS_AHEAD;
  useEffect(() => {
    if (due) loadMore();
  });
}

/** The address of a contact's panel; it keeps the filter. */
export const contactAddress = ({ accountId, phone }: Pick<Contact, 'accountId' | 'phone'>, search: string) => ({
  pathname: `/contacts/${accountId}/${phone}`,
  search,
});

/** The name of the number a contact belongs to. */
export function accountName(accounts: readonly Account[], accountId: string): string {
  return accounts.find(({ id }) => id === accountId)?.displayName ?? '';
}
