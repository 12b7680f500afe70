import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { Contact, Count, Page } from '#contracts';
import { request } from './client.js';

const PAGE_SIZE = 100;

/**
 * The contacts of a filter, page after page. Until a new filter is answered, the previous answer stays.
 * @param filter a query of `GET /v1/contacts` without its page
 */
export function useContacts(filter: URLSearchParams) {
  return useInfiniteQuery({
    queryKey: ['contacts', 'list', filter.toString()],
    queryFn: ({ pageParam, signal }) => {
      const page = new URLSearchParams(filter);
      page.set('limit', String(PAGE_SIZE));
      if (pageParam) page.set('after', pageParam);
      return request<Page<Contact>>(`/contacts?${page}`, { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    // It would read every page again that was already loaded.
    refetchOnWindowFocus: false,
  });
}

/** The exact count of a filter. It may take long, so it is only requested when the person asks for it. */
export function useExactCount(filter: URLSearchParams) {
  const query = new URLSearchParams(filter);
  query.set('limit', '1');
  query.set('count', 'exact');
  return useQuery({
    queryKey: ['contacts', 'count', query.toString()],
    queryFn: ({ signal }) => request<Page<Contact>>(`/contacts?${query}`, { signal }),
    select: (page): Count => page.count,
    enabled: false,
  });
}
