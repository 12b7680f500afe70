import type { Webhook, WebhookMessage } from '#contracts';
import type { WebhookMessageRecord, WebhookRecord } from '#persistence';

/** A stored webhook in the API's shape, without its secret. */
export function webhookAnswer(record: WebhookRecord, counts: Pick<Webhook, 'waiting' | 'givenUp'>): Webhook {
  const { _id, url, events, description, active, failingSince, retryAt, attempts, createdAt } = record;
  return {
    id: _id,
    url,
    events,
    description,
    active,
    failingSince: failingSince?.toISOString() ?? null,
    retryAt: retryAt?.toISOString() ?? null,
    ...counts,
    attempts,
    createdAt: createdAt.toISOString(),
  };
}

/** A stored message in the API's shape, without its content. */
export function messageAnswer(record: WebhookMessageRecord): WebhookMessage {
  const { messageId, event, state, attempts, failure, status, nextAttemptAt, createdAt, givenUpAt } = record;
  return {
    id: messageId,
    event,
    state,
    attempts,
    failure,
    status,
    nextAttemptAt: state === 'waiting' ? nextAttemptAt.toISOString() : null,
    createdAt: createdAt.toISOString(),
    givenUpAt: givenUpAt?.toISOString() ?? null,
  };
}
