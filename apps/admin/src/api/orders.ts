import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { OrderStatus } from '#contracts';
import { request } from './client.js';

export const POLL_MS = 700;

/** Whether an order is waiting or under way. */
export const isOpen = ({ status }: { status: OrderStatus }): boolean => status === 'queued' || status === 'running';

/** An order that changes contacts, with its progress, until it has ended. Then what it changed is read again. */
export function useContactsOrder<O extends { status: OrderStatus }>(kind: 'tag-changes' | 'undos', id: string | null) {
  const client = useQueryClient();
  const query = useQuery({
    queryKey: [kind, id],
    queryFn: ({ signal }) => request<O>(`/${kind}/${id}`, { signal }),
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

/** Stops such an order between two batches; what is done stays. */
export function useCancelOrder(kind: 'tag-changes' | 'undos', id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => request<unknown>(`/${kind}/${id}/cancel`, { method: 'POST' }),
    onSettled: () => client.invalidateQueries({ queryKey: [kind, id] }),
  });
}
