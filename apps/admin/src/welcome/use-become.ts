import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FirstAdministrator, InvitationAccept, InvitationAcceptAs, Me } from '#contracts';
import { request } from '../api/client.js';
import { replaceSession } from '../api/session.js';
import type { OneTimeLink } from './one-time-link.js';

/** The person who opened a one-time link. Organisation and e-mail are only used for the first administrator. */
export type Newcomer = Omit<FirstAdministrator, 'token'>;

/** Makes somebody a member with their link, and signs them in. */
export function useBecome({ kind, token }: OneTimeLink) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ name, password, ...others }: Newcomer) =>
      kind === 'first'
        ? become('/first-administrator', { token, name, password, ...others })
        : become('/invitations/accept', { token, name, password }),
    onSuccess: (me) => replaceSession(client, { me, ended: false }),
  });
}

/** Makes the person who is signed in a member of one more organisation. */
export function useJoin(token: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => become('/invitations/accept-as-me', { token }),
    onSuccess: (me) => replaceSession(client, { me, ended: false }),
  });
}

const become = (path: string, body: FirstAdministrator | InvitationAccept | InvitationAcceptAs) =>
  request<Me>(path, { method: 'POST', body });
