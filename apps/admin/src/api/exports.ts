import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Export, ExportRequest, Page } from '#contracts';
import { apiUrl, request } from './client.js';
import { isOpen, POLL_MS } from './orders.js';

const EARLIER = 5;

export function useStartExport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Omit<ExportRequest, 'filter'> & { filter: object }) =>
      request<Export>('/exports', { method: 'POST', body }),
    onSuccess: (made) => {
      client.setQueryData(['exports', made.id], made);
      void client.invalidateQueries({ queryKey: ['exports', 'list'] });
    },
  });
}

/** An export with its progress, until it is finished. */
export function useExport(id: string | null) {
  return useQuery({
    queryKey: ['exports', id],
    queryFn: ({ signal }) => request<Export>(`/exports/${id}`, { signal }),
    enabled: id !== null,
    refetchInterval: ({ state }) => (state.status !== 'error' && (!state.data || isOpen(state.data)) ? POLL_MS : false),
  });
}

/** The last few downloads, newest first. */
export function useExports() {
  return useQuery({
    queryKey: ['exports', 'list'],
    queryFn: ({ signal }) => request<Page<Export>>(`/exports?limit=${EARLIER}`, { signal }),
    select: (page) => page.items,
  });
}

/** Answers with a redirect to the file, under its readable name. */
export const exportFileUrl = (id: string): string => apiUrl(`/exports/${id}/download`);
