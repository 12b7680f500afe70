import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { DeadLetter, DeadLetterReplay } from '#contracts';
import { request } from './client.js';
import { usePages } from './pages.js';

const LOOK_AGAIN_MS = 30_000;

/** Events that a service gave up, newest first. */
export const useDeadLetters = () =>
  usePages<DeadLetter>('dead-letters', '/dead-letters', { lookAgainMs: LOOK_AGAIN_MS });

/** All letters of an import are sent again together. */
export function useReplayDeadLetter() {
  return useDeadLetterChange((id: string) =>
    request<DeadLetterReplay>(`/dead-letters/${id}/replay`, { method: 'POST' }),
  );
}

export function useDiscardDeadLetter() {
  return useDeadLetterChange((id: string) => request<void>(`/dead-letters/${id}`, { method: 'DELETE' }));
}

function useDeadLetterChange<Answer>(change: (id: string) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () =>
      Promise.all(['dead-letters', 'imports'].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
}

/** The board of all queues, which only the installation's operators may see. */
export const QUEUES_URL = '/admin/queues';

/** Whether the person may see the queues; only the server knows. */
export function useMaySeeQueues() {
  return useQuery({
    queryKey: ['may-see-queues'],
    queryFn: async ({ signal }) => (await fetch(QUEUES_URL, { method: 'HEAD', signal })).ok,
    staleTime: Infinity,
  });
}
