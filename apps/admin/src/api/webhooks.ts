import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { NewWebhook, Webhook, WebhookAttempt, WebhookCreate, WebhookPatch, WebhookRetry } from '#contracts';
import { request } from './client.js';
import { usePages } from './pages.js';

const LOOK_AGAIN_MS = 10_000;

/** The webhooks with their last attempts, oldest first. */
export const useWebhooks = () => usePages<Webhook>('webhooks', '/webhooks', { lookAgainMs: LOOK_AGAIN_MS });

/** The answer carries the secret that messages are signed with. */
export function useCreateWebhook() {
  return useWebhookChange((body: Required<WebhookCreate>) =>
    request<NewWebhook>('/webhooks', { method: 'POST', body }),
  );
}

export function useChangeWebhook() {
  return useWebhookChange(({ id, ...body }: WebhookPatch & { id: string }) =>
    request<Webhook>(`/webhooks/${id}`, { method: 'PATCH', body }),
  );
}

export function useRemoveWebhook() {
  return useWebhookChange((id: string) => request<void>(`/webhooks/${id}`, { method: 'DELETE' }));
}

/** Posts a test message at once. */
export function usePingWebhook() {
  return useWebhookChange((id: string) => request<WebhookAttempt>(`/webhooks/${id}/ping`, { method: 'POST' }));
}

/** Sends all messages again that were given up. */
export function useRetryWebhook() {
  return useWebhookChange((id: string) => request<WebhookRetry>(`/webhooks/${id}/retry`, { method: 'POST' }));
}

function useWebhookChange<Body, Answer>(change: (body: Body) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => client.invalidateQueries({ queryKey: ['webhooks'] }),
  });
}
