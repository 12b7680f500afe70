import { useQuery } from '@tanstack/react-query';
import { ApiError, request } from './client.js';

/** An entry of an account's catalogue: a tag, or the name of a value with its commonest values. */
export interface CatalogueEntry {
  kind: 'tag' | 'value';
  name: string;
  contacts: number;
  values?: { value: string; contacts: number }[];
}

async function fetchCatalogue(
  accountId: string,
  search: string,
  signal: AbortSignal,
): Promise<CatalogueEntry[] | null> {
  const query = new URLSearchParams({ accountId });
  if (search) query.set('search', search);
  try {
    return (await request<{ items: CatalogueEntry[] }>(`/tags?${query}`, { signal })).items;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}

/**
 * The tags and value names of an account, for suggestions and columns.
 * @param search only entries with a word that starts so
 * @returns data null when the API offers no catalogue: then people type freely
 */
export function useCatalogue(accountId: string | null, search = '') {
  return useQuery({
    queryKey: ['tags', accountId, search],
    queryFn: ({ signal }) => fetchCatalogue(accountId!, search, signal),
    enabled: accountId !== null,
    placeholderData: (before, query) => (query?.queryKey[1] === accountId ? before : undefined),
    staleTime: 60_000,
  });
}
