import { useQuery } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import type { Status } from '#contracts';
import { awayForLong, stillAway } from './away.js';
import type { AwayPart, AwaySince } from './away.js';
import { ApiError, request } from './client.js';

const KEY = ['status'];
const ASK_AGAIN_MS = 20_000;
const ASK_AGAIN_WHILE_AWAY_MS = 5_000;

/** What is away and keeps work waiting; not during an outage of a few seconds. */
export function useAway(): AwayPart[] {
  const { data, dataUpdatedAt } = useQuery({
    queryKey: KEY,
    queryFn: async ({ client, signal }) => stillAway(known(client), await askWhatIsAway(signal), Date.now()),
    refetchInterval: ({ state }) =>
      state.data && Object.keys(state.data).length > 0 ? ASK_AGAIN_WHILE_AWAY_MS : ASK_AGAIN_MS,
  });
  return data ? awayForLong(data, dataUpdatedAt) : [];
}

async function askWhatIsAway(signal: AbortSignal): Promise<readonly AwayPart[]> {
  try {
    return (await request<Status>('/status', { signal })).away;
  } catch (error) {
    if (error instanceof ApiError && error.code === 'unavailable') return ['mongodb'];
    throw error;
  }
}

function known(client: QueryClient): AwaySince {
  return client.getQueryData<AwaySince>(KEY) ?? {};
}
