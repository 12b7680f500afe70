import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { ListConditionsInput, TagChange } from '#contracts';
import { request } from './client.js';

const POLL_MS = 700;
const isOpen = ({ status }: TagChange) => status === 'queued' || status === 'running';

export function useOrderTagChange() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { filter: ListConditionsInput & { accountId: string }; add: string[]; remove: string[] }) =>
      request<TagChange>('/tag-changes', { method: 'POST', body }),
    onSuccess: (ordered) => client.setQueryData(['tag-changes', ordered.id], ordered),
  });
}

/** A tag change with its progress, until it has ended. Then what it changed is read again. */
export function useTagChange(id: string | null) {
  const client = useQueryClient();
  const query = useQuery({
    queryKey: ['tag-changes', id],
    queryFn: ({ signal }) => request<TagChange>(`/tag-changes/${id}`, { signal }),
    enabled: id !== null,
    refetchInterval: ({ state }) => (state.status !== 'error' && (!state.data || isOpen(state.data)) ? POLL_MS : false),
  });
  const ended = query.data !== undefined && !isOpen(query.data);
  useEffect(() => {
    if (!ended) return;
    for (const touched of ['contacts', 'tags']) void client.invalidateQueries({ queryKey: [touched] });
  }, [client, ended]);
  return query;
}

/** Stops a tag change between two batches; what is done stays. */
export function useCancelTagChange(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => request<TagChange>(`/tag-changes/${id}/cancel`, { method: 'POST' }),
    onSettled: () => client.invalidateQueries({ queryKey: ['tag-changes', id] }),
  });
}
