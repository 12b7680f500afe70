import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { isFinished } from '#contracts';
import type {
  Import,
  ImportMappingChoice,
  ImportMends,
  ImportReading,
  ImportRowKind,
  ImportRowPage,
  ImportStart,
  ImportStatus,
  Page,
} from '#contracts';
import { apiUrl, request } from './client.js';
import { useImportEvents } from './import-events.js';

const POLL_MS = 1000;
const IDLE_POLL_MS = 15_000;

/** The filter of the list of imports. */
export interface ImportList {
  accountId: string | null;
  status: ImportStatus | null;
}

/** The imports, newest first. They are read again every second while one of them is under way. */
export function useImports({ accountId, status }: ImportList) {
  return useInfiniteQuery({
    queryKey: ['imports', 'list', accountId, status],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams();
      if (accountId) query.set('accountId', accountId);
      if (status) query.set('status', status);
      if (pageParam) query.set('after', pageParam);
      return request<Page<Import>>(`/imports?${query}`, { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    refetchInterval: (query) => {
      const moving = query.state.data?.pages.some((page) =>
        page.items.some((item) => item.status !== 'ready' && !isFinished(item.status)),
      );
      return moving ? POLL_MS : IDLE_POLL_MS;
    },
  });
}

/** One import, live: from its events, or polled every second while no events come. */
export function useImport(id: string) {
  const client = useQueryClient();
  const key = ['imports', 'one', id];
  const stored = client.getQueryData<Import>(key);
  const open = stored === undefined || !isFinished(stored.status);
  const listening = useImportEvents(id, open, (event) => client.setQueryData(key, event));
  const query = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => request<Import>(`/imports/${id}`, { signal }),
    refetchInterval: ({ state }) =>
      state.status === 'error' || listening || (state.data && isFinished(state.data.status)) ? false : POLL_MS,
  });
  const status = query.data?.status;
  useEffect(() => {
    if (!status || !isFinished(status)) return;
    for (const touched of [['contacts'], ['tags'], ['imports', 'list']])
      void client.invalidateQueries({ queryKey: touched });
  }, [client, status]);
  return query;
}

/** The name of an import's file; null while it is not known. */
export function useImportName(id: string | null): string | null {
  const { data } = useQuery({
    queryKey: ['imports', 'one', id],
    queryFn: ({ signal }) => request<Import>(`/imports/${id}`, { signal }),
    enabled: id !== null,
    staleTime: Infinity,
  });
  return data?.fileName ?? null;
}

/** Confirms an import that waits for confirmation. */
export function useStartImport(id: string) {
  return useImportAction<ImportStart>(id, 'start');
}

/** Says what the columns become; the file is checked again. */
export function useMapImport(id: string, onTaken?: () => void) {
  return useImportAction<ImportMappingChoice>(id, 'mapping', 'PUT', onTaken);
}

/** Says how the file is read; it is checked again. */
export function useReadImport(id: string) {
  return useImportAction<ImportReading>(id, 'reading', 'PUT');
}

/** Mends rows; the file is checked again. */
export function useMendImport(id: string, onTaken?: () => void) {
  return useImportAction<Partial<ImportMends>>(id, 'mends', 'PATCH', onTaken);
}

/** Rows of a checked file that may have to be mended. Each check has its own. */
export function useImportRows(
  { id, history }: Pick<Import, 'id' | 'history'>,
  kind: ImportRowKind | null,
  after: string | null,
) {
  const query = new URLSearchParams({ limit: '20', ...(kind && { kind }), ...(after && { after }) });
  return useQuery({
    queryKey: ['imports', 'rows', id, history?.length, kind, after],
    queryFn: ({ signal }) => request<ImportRowPage>(`/imports/${id}/rows?${query}`, { signal }),
    placeholderData: keepPreviousData,
  });
}

/** Stops an import between two batches; one that has not started is cancelled at once. */
export function useCancelImport(id: string) {
  return useImportAction<void>(id, 'cancel');
}

type Action = 'start' | 'cancel' | 'mapping' | 'reading' | 'mends';

/** @param onTaken also called when whoever sent it is no longer shown, because the import is in another state already */
function useImportAction<Body>(
  id: string,
  action: Action,
  method: 'POST' | 'PUT' | 'PATCH' = 'POST',
  onTaken?: () => void,
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Body) => request<unknown>(`/imports/${id}/${action}`, { method, body }),
    onSuccess: onTaken,
    onSettled: () => client.invalidateQueries({ queryKey: ['imports'] }),
  });
}

/** Answers with a redirect to the CSV of the rows that were rejected or duplicate. */
export const errorFileUrl = (id: string): string => apiUrl(`/imports/${id}/errors`);
