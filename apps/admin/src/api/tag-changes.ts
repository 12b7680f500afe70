import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ListConditionsInput, TagChange } from '#contracts';
import { request } from './client.js';
import { useCancelOrder, useContactsOrder } from './orders.js';

export function useOrderTagChange() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { filter: ListConditionsInput & { accountId: string }; add: string[]; remove: string[] }) =>
      request<TagChange>('/tag-changes', { method: 'POST', body }),
    onSuccess: (ordered) => client.setQueryData(['tag-changes', ordered.id], ordered),
  });
}

/** A tag change with its progress, until it has ended. */
export const useTagChange = (id: string | null) => useContactsOrder<TagChange>('tag-changes', id);

/** Stops a tag change; what is done stays. */
export const useCancelTagChange = (id: string) => useCancelOrder('tag-changes', id);
