import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError, ConnectionError } from './client.js';
import { onReconnect } from './connection.js';
import { endSession, rereadSession } from './session.js';

const AWAY = [502, 503, 504];
const RETRIES_WHEN_AWAY = 3;
const LONGEST_WAIT_MS = 5000;

/**
 * Any answer that nobody is signed in leads to the sign-in, whatever the request was. One that a second factor is required
 * leads to where it is set up.
 */
function onError(error: Error): void {
  if (!(error instanceof ApiError)) return;
  if (error.code === 'not_signed_in') endSession(queryClient);
  if (error.code === 'second_factor_required') rereadSession(queryClient);
}

/** Reads are repeated while the connection is lost; earlier answers stay on the page in the meantime. */
export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: {
      networkMode: 'always',
      staleTime: 10_000,
      retry: (failures, error) =>
        error instanceof ConnectionError ||
        (error instanceof ApiError && AWAY.includes(error.status) && failures < RETRIES_WHEN_AWAY),
      retryDelay: (failures) => Math.min(500 * 2 ** failures, LONGEST_WAIT_MS),
    },
    mutations: { networkMode: 'always' },
  },
});

onReconnect(() => void queryClient.invalidateQueries());
