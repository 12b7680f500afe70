import { useQuery } from '@tanstack/react-query';
import type { Account, Page } from '#contracts';
import { request } from './client.js';

/** The organisation's WhatsApp numbers. */
export function useAccounts() {
  return useQuery({
    queryKey: ['accounts'],
    queryFn: ({ signal }) => request<Page<Account>>('/accounts', { signal }),
    select: (page) => page.items,
    staleTime: 60_000,
  });
}
