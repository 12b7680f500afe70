import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type {
  Campaign,
  CampaignMember,
  CampaignSchedule,
  CampaignState,
  ConditionsInput,
  Reach,
  Replay,
  Page,
} from '#contracts';
import { apiUrl, request } from './client.js';
import { isOpen } from './orders.js';
import { usePages } from './pages.js';

const SOON_MS = 3000;
const LATER_MS = 20_000;
/** Each campaign of the list is counted again. */
const LIST_MS = 60_000;

/** Figures that are behind, or will soon change by themselves, are read more often. */
const pace = (soon: boolean) => (soon ? SOON_MS : LATER_MS);
const isBehind = (reach: Reach | null | undefined) => (reach?.behind.eventsWaiting ?? 0) > 0;

/** The campaigns, newest first. */
export function useCampaigns(state: CampaignState | null) {
  return usePages<Campaign>('campaigns', '/campaigns', { query: { state }, lookAgainMs: LIST_MS });
}

export function useCampaign(id: string) {
  return useQuery({
    queryKey: ['campaigns', 'one', id],
    queryFn: ({ signal }) => request<Campaign>(`/campaigns/${id}`, { signal }),
    refetchInterval: ({ state: { data, status } }) =>
      status === 'error' ? false : pace(data?.state === 'scheduled' || isBehind(data?.reach)),
  });
}

/** Whom a segment reaches, live. While a new segment is counted, the figures of the previous one stay. */
export function useReach(accountId: string | null, segment: ConditionsInput | null) {
  return useQuery({
    queryKey: ['reach', accountId, segment],
    queryFn: ({ signal }) =>
      request<Reach>('/campaigns/reach', { method: 'POST', body: { accountId, segment }, signal }),
    enabled: accountId !== null && segment !== null,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.status === 'error' ? false : pace(isBehind(state.data))),
  });
}

/** The parts of a campaign that a person chooses: conditions of its own, or the id of a saved segment. */
export type CampaignDraft = { name: string; accountId: string } & (
  { segment: ConditionsInput } | { segmentId: string }
);

/** Creates a campaign, or changes the one with this id; its account stays as it is. */
export function useSaveCampaign(id: string | null) {
  return useCampaignChange(({ accountId, ...body }: CampaignDraft) =>
    id === null
      ? request<Campaign>('/campaigns', { method: 'POST', body: { accountId, ...body } })
      : request<Campaign>(`/campaigns/${id}`, { method: 'PATCH', body }),
  );
}

export function useScheduleCampaign() {
  return useCampaignChange(({ id, ...body }: CampaignSchedule & { id: string }) =>
    request<Campaign>(`/campaigns/${id}/schedule`, { method: 'POST', body }),
  );
}

/** Any change turns a scheduled campaign into a draft again. */
export function useUnscheduleCampaign() {
  return useCampaignChange(({ id, name }: Pick<Campaign, 'id' | 'name'>) =>
    request<Campaign>(`/campaigns/${id}`, { method: 'PATCH', body: { name } }),
  );
}

export const useCancelCampaign = () => useCampaignStep('cancel');

/** Marks a campaign as sent. */
export const useFinishCampaign = () => useCampaignStep('done');

function useCampaignStep(step: 'cancel' | 'done') {
  return useCampaignChange((id: string) => request<Campaign>(`/campaigns/${id}/${step}`, { method: 'POST' }));
}

function useCampaignChange<Body>(change: (body: Body) => Promise<Campaign>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: (campaign) => client.setQueryData(['campaigns', 'one', campaign.id], campaign),
    onSettled: () => {
      // A segment says which campaigns use it.
      void client.invalidateQueries({ queryKey: ['segments'] });
      return client.invalidateQueries({ queryKey: ['campaigns'] });
    },
  });
}

/** The recipients of a frozen audience. */
export function useCampaignMembers(id: string) {
  return usePages<CampaignMember>('campaign-members', `/campaigns/${id}/members`, { query: { limit: '100' } });
}

/** Answers with a redirect to the CSV of a frozen audience. */
export const audienceFileUrl = (id: string): string => apiUrl(`/campaigns/${id}/download`);

/** The last replay of an account's contacts to campaigns; polled while it is under way. */
export function useLastReplay(accountId: string, enabled: boolean) {
  return useQuery({
    queryKey: ['replays', accountId],
    queryFn: ({ signal }) => request<Page<Replay>>(`/replays?accountId=${accountId}&limit=5`, { signal }),
    select: (page) => page.items.find(({ to }) => to === 'campaigns') ?? null,
    refetchInterval: ({ state: { data } }) => (data?.items.some(isOpen) ? SOON_MS : false),
    enabled,
  });
}

/** Starts a replay of all contacts of the account to the campaigns service. */
export function useOrderReplay(accountId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => request<Replay>('/replays', { method: 'POST', body: { accountId, to: 'campaigns' } }),
    onSettled: () => client.invalidateQueries({ queryKey: ['replays', accountId] }),
  });
}
