import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Page } from '#contracts';
import { request } from './client.js';

interface PagesOptions {
  /** Parameters that filter the list; null omits a parameter. */
  query?: Record<string, string | null>;
  /** The time after which the list is read again. */
  lookAgainMs?: number;
}

/**
 * A list of the API, page after page.
 * @param key the first part of the query's key, for `invalidateQueries`
 * @returns the query, with `items` of all pages read so far; undefined before the first answer
 */
export function usePages<T>(key: string, path: string, { query = {}, lookAgainMs }: PagesOptions = {}) {
  const parameters = new URLSearchParams(
    Object.entries(query).filter((entry): entry is [string, string] => !!entry[1]),
  );
  const pages = useInfiniteQuery({
    queryKey: [key, 'list', path, parameters.toString()],
    queryFn: ({ pageParam, signal }) => {
      const page = new URLSearchParams(parameters);
      if (pageParam) page.set('after', pageParam);
      return request<Page<T>>(`${path}?${page}`, { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    ...(lookAgainMs === undefined ? {} : { refetchInterval: lookAgainMs }),
  });
  const items = useMemo(() => pages.data?.pages.flatMap((page) => page.items), [pages.data]);
  return { ...pages, items };
}
