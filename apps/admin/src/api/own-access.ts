import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { PasswordChange, Session } from '#contracts';
import { request } from './client.js';
import { usePages } from './pages.js';

const SESSIONS = 'own-sessions';

export const useOwnSessions = () => usePages<Session>(SESSIONS, '/me/sessions');

export function useChangePassword() {
  return useOwnChange((body: PasswordChange) => request<void>('/me/password', { method: 'PUT', body }));
}

/** @returns a mutation that ends the session with this id, or all others without one */
export function useEndSessions() {
  return useOwnChange((id: string | null) =>
    request<void>(id === null ? '/me/sessions' : `/me/sessions/${id}`, { method: 'DELETE' }),
  );
}

function useOwnChange<Body>(change: (body: Body) => Promise<void>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => client.invalidateQueries({ queryKey: [SESSIONS] }),
  });
}
