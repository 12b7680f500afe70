import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { Contact, ContactHistory } from '#contracts';
import { request } from './client.js';
import { contactPath } from './contact.js';

/** How a contact changed, the newest change first, page after page. Read again when the contact has another revision. */
export function useContactHistory({ accountId, phone, revision }: Contact) {
  return useInfiniteQuery({
    queryKey: ['contacts', 'history', accountId, phone, revision],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ limit: '20', ...(pageParam && { after: pageParam }) });
      return request<ContactHistory>(`${contactPath(accountId, phone)}/history?${query}`, { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
}
