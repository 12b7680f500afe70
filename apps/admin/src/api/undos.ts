import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { UNDO_PATHS } from '#contracts';
import type { Undo, UndoForecast, UndoTarget } from '#contracts';
import { apiUrl, request } from './client.js';
import { useCancelOrder, useContactsOrder } from './orders.js';

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
    mutationFn: () => request<Undo>(`/${UNDO_PATHS[kind]}/${id}/undo`, { method: 'POST' }),
    // What was undone names its undo.
    onSettled: () => client.invalidateQueries({ queryKey: [UNDO_PATHS[kind]] }),
  });
}

/** An undo with its progress, until it has ended. */
export const useUndo = (id: string) => useContactsOrder<Undo>('undos', id);

/** Stops an undo; what went back stays so. */
export const useCancelUndo = (id: string) => useCancelOrder('undos', id);
