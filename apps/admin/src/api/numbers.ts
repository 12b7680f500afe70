import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Account, AccountCreate, AccountPatch, Page, WhatsappConnect, WhatsappConnection } from '#contracts';
import { request } from './client.js';

/** The server asks WhatsApp every few minutes; reading more often shows the result soon after. */
const LOOK_AGAIN_MS = 30_000;

/** The connected WhatsApp business accounts, for administrators. */
export function useConnections(enabled: boolean) {
  return useQuery({
    queryKey: ['connections'],
    queryFn: ({ signal }) => request<Page<WhatsappConnection>>('/whatsapp-connections?limit=200', { signal }),
    select: (page) => page.items,
    refetchInterval: LOOK_AGAIN_MS,
    enabled,
  });
}

/** Connects a business account, or gives a connected one a new token. */
export function useConnect() {
  return useNumbersChange((body: WhatsappConnect) =>
    request<WhatsappConnection>('/whatsapp-connections', { method: 'POST', body }),
  );
}

export function useDisconnect() {
  return useNumbersChange((id: string) => request<void>(`/whatsapp-connections/${id}`, { method: 'DELETE' }));
}

/** Adds a number that is not connected. */
export function useCreateAccount() {
  return useNumbersChange((body: Omit<AccountCreate, 'status'>) =>
    request<Account>('/accounts', { method: 'POST', body }),
  );
}

export function useChangeAccount() {
  return useNumbersChange(({ id, ...body }: AccountPatch & { id: string }) =>
    request<Account>(`/accounts/${id}`, { method: 'PATCH', body }),
  );
}

function useNumbersChange<Body, Answer>(change: (body: Body) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () =>
      Promise.all(['accounts', 'connections'].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
}
