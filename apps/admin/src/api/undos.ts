import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Undo, UndoForecast, UndoTarget } from '#contracts';
import { apiUrl, request } from './client.js';

const POLL_MS = 700;
const PATHS = { import: 'imports', 'tag-change': 'tag-changes', undo: 'undos' } as const;
const isOpen = ({ status }: Undo) => status === 'queued' || status === 'running';
const queryOf = ({ kind, id }: UndoTarget) => new URLSearchParams({ kind, id }).toString();

/** What an undo would do now. */
export function useUndoForecast(of: UndoTarget) {
  return useQuery({
    queryKey: ['undos', 'forecast', of.kind, of.id],
    queryFn: ({ signal }) => request<UndoForecast>(`/undos/forecast?${queryOf(of)}`, { signal }),
    gcTime: 0,
    retry: false,
  });
}

/** The CSV of the contacts that an undo would leave as they are. */
export const keptContactsUrl = (of: UndoTarget): string => apiUrl(`/undos/kept?${queryOf(of)}`);

export function useOrderUndo({ kind, id }: UndoTarget) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => request<Undo>(`/${PATHS[kind]}/${id}/undo`, { method: 'POST' }),
    // What was undone names its undo.
    onSettled: () => client.invalidateQueries({ queryKey: [PATHS[kind]] }),
  });
}

/** An undo with its progress, until it has ended. Then what it changed is read again. */
export function useUndo(id: string) {
  const client = useQueryClient();
  const query = useQuery({
    queryKey: ['undos', id],
    queryFn: ({ signal }) => request<Undo>(`/undos/${id}`, { signal }),
    refetchInterval: ({ state }) => (state.status !== 'error' && (!state.data || isOpen(state.data)) ? POLL_MS : false),
  });
  const ended = query.data !== undefined && !isOpen(query.data);
  useEffect(() => {
    if (!ended) return;
    for (const touched of ['contacts', 'tags']) void client.invalidateQueries({ queryKey: [touched] });
  }, [client, ended]);
  return query;
}

/** Stops an undo between two batches; what went back stays so. */
export function useCancelUndo(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => request<Undo>(`/undos/${id}/cancel`, { method: 'POST' }),
    onSettled: () => client.invalidateQueries({ queryKey: ['undos', id] }),
  });
}
