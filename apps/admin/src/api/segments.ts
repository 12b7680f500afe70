import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ConditionsInput, Segment } from '#contracts';
import { request } from './client.js';
import { usePages } from './pages.js';

const PAGE_SIZE = '200';

/** The saved segments that can be used with an account; null: all of the organisation. Oldest first. */
export const useSegments = (accountId: string | null) =>
  usePages<Segment>('segments', '/segments', { query: { accountId, limit: PAGE_SIZE } });

/** The parts of a segment that a person chooses. The account stays as it is when the segment is changed. */
export interface SegmentDraft {
  name: string;
  accountId: string | null;
  conditions: ConditionsInput;
}

/** Saves a new segment, or changes the one with this id. */
export function useSaveSegment() {
  return useSegmentChange(({ id, accountId, ...body }: SegmentDraft & { id: string | null }) =>
    id === null
      ? request<Segment>('/segments', { method: 'POST', body: { accountId, ...body } })
      : request<Segment>(`/segments/${id}`, { method: 'PATCH', body }),
  );
}

/** Deletes a segment. With `force`, also one that campaigns refer to: they keep its conditions. */
export function useRemoveSegment() {
  return useSegmentChange(({ id, force }: { id: string; force: boolean }) =>
    request<void>(`/segments/${id}${force ? '?force=true' : ''}`, { method: 'DELETE' }),
  );
}

/** Counts a segment exactly, now. */
export function useCountSegment() {
  return useSegmentChange((id: string) => request<Segment>(`/segments/${id}/count`, { method: 'POST' }));
}

/** A change also reaches the campaigns that refer to the segment. */
function useSegmentChange<Body, Answer>(change: (body: Body) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['campaigns'] });
      return client.invalidateQueries({ queryKey: ['segments'] });
    },
  });
}
