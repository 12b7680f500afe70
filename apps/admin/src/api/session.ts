import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import { createContext, use } from 'react';
import type { ForgottenPassword, Me, SessionWays, SignIn } from '#contracts';
import { ApiError, request } from './client.js';

const ME = ['me'];
/** `ended`: somebody was signed in until the API said otherwise. */
export interface Session {
  me: Me | null;
  ended: boolean;
}

async function fetchSession(): Promise<Session> {
  try {
    return { me: await request<Me>('/me'), ended: false };
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return { me: null, ended: false };
    throw error;
  }
}

/** Who is signed in. While nobody is, the page shows the sign-in at the same address. */
export function useSession() {
  return useQuery({ queryKey: ME, queryFn: fetchSession, staleTime: 60_000 });
}

/** Provided by the app to everything that needs somebody signed in. */
export const MeContext = createContext<Me | null>(null);

/** Who is signed in, for components inside the sign-in. */
export function useMe(): Me {
  const me = use(MeContext);
  if (!me) throw new Error('useMe is for what only shows to somebody signed in');
  return me;
}

/** Called when the API no longer knows the session. */
export function endSession(client: QueryClient): void {
  client.setQueryData<Session>(ME, (session) => ({ me: null, ended: session?.ended || session?.me != null }));
}

/** Reads again who is signed in, and what they may do. */
export function rereadSession(client: QueryClient): void {
  void client.invalidateQueries({ queryKey: ME });
}

/** Sets another session, and forgets what was read in the previous one. */
export function replaceSession(client: QueryClient, session: Session): void {
  client.removeQueries({ predicate: (query) => query.queryKey[0] !== ME[0] });
  client.setQueryData<Session>(ME, session);
}

/** The other ways to sign in besides the password. Without an answer, only the password. */
export function useSessionWays() {
  return useQuery({ queryKey: ['session-ways'], queryFn: () => request<SessionWays>('/session/ways'), retry: false });
}

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: SignIn) => request<Me>('/session', { method: 'POST', body }),
    onSuccess: (me) => replaceSession(client, { me, ended: false }),
  });
}

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => request<void>('/session', { method: 'DELETE' }),
    onSuccess: () => replaceSession(client, { me: null, ended: false }),
  });
}

/** Tabs share the session, so all of them leave the organisation that was shown before. */
const SWITCHED = new BroadcastChannel('organisation');
const showAnew = () => window.location.assign('/');
SWITCHED.addEventListener('message', showAnew);

/** Shows another organisation of the same person. The page is loaded again, so nothing of the one before stays. */
export function useSwitchOrganisation() {
  return useMutation({
    mutationFn: (organisationId: string) =>
      request<Me>('/session/organisation', { method: 'POST', body: { organisationId } }),
    onSuccess: () => {
      SWITCHED.postMessage(null);
      showAnew();
    },
  });
}

export function useForgotPassword() {
  return useMutation({
    mutationFn: (body: ForgottenPassword) => request<void>('/session/forgotten', { method: 'POST', body }),
  });
}
