import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { conditionsToQuery } from '#contracts';
import type { Contact, Count, ListConditionsInput, Page, Sort } from '#contracts';
import { request } from './client.js';

const PAGE_SIZE = 100;

/** What the list shows: a filter, of one account or of all, and an order. */
export interface ContactList {
  accountId: string | null;
  conditions: ListConditionsInput;
  sort: Sort;
}

function listQuery({ accountId, conditions, sort }: ContactList): URLSearchParams {
  const query = conditionsToQuery(conditions);
  if (conditions.import) query.set('import', conditions.import);
  if (accountId) query.set('accountId', accountId);
  query.set('sort', sort);
  return query;
}

/** The contacts of a filter, page after page. While a new filter is answered, the answer to the one before stays. */
export function useContacts(list: ContactList) {
  const query = listQuery(list);
  return useInfiniteQuery({
    queryKey: ['contacts', 'list', query.toString()],
    queryFn: ({ pageParam, signal }) => {
      const page = new URLSearchParams(query);
      page.set('limit', String(PAGE_SIZE));
      if (pageParam) page.set('after', pageParam);
      return request<Page<Contact>>(`/contacts?${page}`, { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    // It would read every page again that was scrolled through.
    refetchOnWindowFocus: false,
  });
}

/** The exact count of a filter. It may take long, so it is asked for on request only. */
export function useExactCount(list: ContactList) {
  const query = listQuery(list);
  query.set('limit', '1');
  query.set('count', 'exact');
  return useQuery({
    queryKey: ['contacts', 'count', query.toString()],
    queryFn: ({ signal }) => request<Page<Contact>>(`/contacts?${query}`, { signal }),
    select: (page): Count => page.count,
    enabled: false,
  });
}
