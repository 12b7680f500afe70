import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { CatalogueEntry, ImportStatistics, Page } from '#contracts';
import { request } from './client.js';

const STALE_MS = 60_000;

/** Imports by day, in this browser's time zone. */
export function useImportStatistics(accountId: string | null, days: number) {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return useQuery({
    queryKey: ['imports', 'statistics', accountId, days, timeZone],
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({ days: String(days), timeZone, ...(accountId && { accountId }) });
      return request<ImportStatistics>(`/statistics/imports?${query}`, { signal });
    },
    placeholderData: keepPreviousData,
    staleTime: STALE_MS,
  });
}

/** The ten largest tags of an account, the largest first. */
export function useLargestTags(accountId: string | null) {
  return useQuery({
    queryKey: ['tags', 'largest', accountId],
    queryFn: ({ signal }) => request<Page<CatalogueEntry>>(`/statistics/tags?accountId=${accountId}`, { signal }),
    select: (page) => page.items,
    enabled: accountId !== null,
    staleTime: STALE_MS,
  });
}
