import { useMutation, useQueryClient } from '@tanstack/react-query';
import type {
  ApiKey,
  ApiKeyCreate,
  ApiKeyRotate,
  Invitation,
  Member,
  MemberInvite,
  MemberPatch,
  NewApiKey,
  NewInvitation,
  PasswordLink,
} from '#contracts';
import { request } from './client.js';
import { usePages } from './pages.js';

export const useMembers = () => usePages<Member>('members', '/members');
export const useInvitations = () => usePages<Invitation>('invitations', '/invitations');
export const useKeys = () => usePages<ApiKey>('keys', '/keys');

/** The answer carries the one-time link. */
export function useInvite() {
  return useTeamChange('invitations', (body: MemberInvite) =>
    request<NewInvitation>('/members', { method: 'POST', body }),
  );
}

export function useWithdrawInvitation() {
  return useTeamChange('invitations', (id: string) => request<void>(`/invitations/${id}`, { method: 'DELETE' }));
}

export function useChangeMember() {
  return useTeamChange('members', ({ id, ...body }: MemberPatch & { id: string }) =>
    request<Member>(`/members/${id}`, { method: 'PATCH', body }),
  );
}

/** The answer carries the one-time link. */
export function usePasswordLink() {
  return useTeamChange('members', (id: string) =>
    request<PasswordLink>(`/members/${id}/password-link`, { method: 'POST' }),
  );
}

export function useResetFactor() {
  return useTeamChange('members', (id: string) => request<void>(`/members/${id}/second-factor`, { method: 'DELETE' }));
}

export function useRemoveMember() {
  return useTeamChange('members', (id: string) => request<void>(`/members/${id}`, { method: 'DELETE' }));
}

/** The answer carries the key's secret. */
export function useCreateKey() {
  return useTeamChange('keys', (body: ApiKeyCreate) => request<NewApiKey>('/keys', { method: 'POST', body }));
}

/** The answer carries the key's new secret. */
export function useRotateKey() {
  return useTeamChange('keys', ({ id, ...body }: ApiKeyRotate & { id: string }) =>
    request<NewApiKey>(`/keys/${id}/rotate`, { method: 'POST', body }),
  );
}

export function useRevokeKey() {
  return useTeamChange('keys', (id: string) => request<void>(`/keys/${id}`, { method: 'DELETE' }));
}

/** Reads the changed list again, and the session too, because the change may concern the signed-in person. */
function useTeamChange<Body, Answer>(list: string, change: (body: Body) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => Promise.all([list, 'me'].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
}
