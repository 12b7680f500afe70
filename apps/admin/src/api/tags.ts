import { useQuery } from '@tanstack/react-query';
import { ApiError, request } from './client.js';

/** An entry of an account's catalogue: a tag, or the name of a value, with some of its values if they were requested. */
export interface CatalogueEntry {
  kind: 'tag' | 'value';
  name: string;
  contacts: number;
  values?: { value: string; contacts: number }[];
}

const PER_KIND = '200';

async function fetchCatalogue(
  accountId: string,
  search: string,
  value: string | null,
  signal: AbortSignal,
): Promise<CatalogueEntry[] | null> {
  try {
    const entries = await fetchEntries({ accountId, search, limit: PER_KIND }, signal);
    if (value === null) return entries;
    const values = await fetchEntries({ accountId, name: search, search: value }, signal);
    return entries.map((entry) =>
      entry.kind === 'value' && isSame(entry.name, search) ? { ...entry, values } : entry,
    );
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}

type Listed = CatalogueEntry & { value: string };

async function fetchEntries(query: Record<string, string>, signal: AbortSignal): Promise<Listed[]> {
  const parameters = new URLSearchParams(Object.entries(query).filter(([, text]) => text !== ''));
  return (await request<{ items: Listed[] }>(`/tags?${parameters}`, { signal })).items;
}

/** Texts are equal as in the API: `Café` equals `CAFÉ`, but not `Cafe`. */
const isSame = (one: string, other: string) =>
  one.normalize('NFC').toLowerCase() === other.normalize('NFC').toLowerCase();

/**
 * The tags and value names of an account, for suggestions and columns.
 * @param search only entries with a word that starts with it
 * @param value when not null, `search` is the name of a value; its values that start with `value` are included
 * @returns data null when the API offers no catalogue: then people type freely
 */
export function useCatalogue(accountId: string | null, search = '', value: string | null = null) {
  return useQuery({
    queryKey: ['tags', accountId, search, value],
    queryFn: ({ signal }) => fetchCatalogue(accountId!, search, value, signal),
    enabled: accountId !== null,
    placeholderData: (before, query) => (query?.queryKey[1] === accountId ? before : undefined),
    staleTime: 60_000,
  });
}
