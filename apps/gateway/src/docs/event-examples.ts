import type {
  NewWebhook,
  Page,
  Replay,
  ReplayRequest,
  Webhook,
  WebhookAttempt,
  WebhookCreate,
  WebhookMessage,
  WebhookPatch,
  WebhookRetry,
} from '#contracts';

const page = <T>(item: T): Page<T> => ({ items: [item], next: null, count: { value: 1, exact: true } });

const replayRequest: ReplayRequest = { accountId: '0197c5a0-2222-7000-8000-000000000002', to: 'campaigns' };

const replay: Replay = {
  id: '0197c5a0-a1a1-7000-8000-00000000000a',
  ...replayRequest,
  status: 'running',
  processed: 40_000,
  expected: 52_310,
  eventsWaiting: 7,
  contactsPerSecond: 9_500,
  error: null,
  createdAt: '2026-11-22T10:15:00.000Z',
  startedAt: '2026-11-22T10:15:00.000Z',
  finishedAt: null,
  createdBy: { kind: 'user', id: '0197c5a0-3333-7000-8000-000000000003' },
};

const webhookAttempt: WebhookAttempt = {
  at: '2026-11-22T10:15:02.000Z',
  messageId: '0197c5a0-b2b2-7000-8000-00000000000b',
  event: 'ContactChanged',
  attempt: 2,
  status: 503,
  failure: 'status',
  milliseconds: 212,
};

const webhook: Webhook = {
  id: '0197c5a0-c3c3-7000-8000-00000000000c',
  url: 'https://crm.example.org/hooks/contacts',
  events: ['ContactChanged', 'ImportFinished'],
  description: 'Keeps the CRM in step',
  active: true,
  failingSince: '2026-11-22T10:14:30.000Z',
  retryAt: '2026-11-22T10:16:02.000Z',
  waiting: 14,
  givenUp: 0,
  attempts: [webhookAttempt],
  createdAt: '2026-11-20T09:00:00.000Z',
};

const webhookMessage: WebhookMessage = {
  id: webhookAttempt.messageId,
  event: 'ContactChanged',
  state: 'given_up',
  attempts: 12,
  failure: 'timed_out',
  status: null,
  nextAttemptAt: null,
  createdAt: '2026-11-22T10:14:00.000Z',
  givenUpAt: '2026-11-23T04:10:00.000Z',
};

/** Examples of replays and webhooks for the OpenAPI document. */
export const eventExamples = {
  replayRequest,
  replay,
  replays: page(replay),
  webhook,
  webhooks: page(webhook),
  webhookCreate: {
    url: webhook.url,
    events: ['ContactChanged', 'ImportFinished'],
    description: webhook.description,
  } satisfies WebhookCreate,
  newWebhook: {
    ...webhook,
    failingSince: null,
    retryAt: null,
    waiting: 0,
    attempts: [],
    secret: `whsec_${'x'.repeat(43)}=`,
  } satisfies NewWebhook,
  webhookPatch: { active: false } satisfies WebhookPatch,
  webhookAttempt,
  webhookMessages: page(webhookMessage),
  webhookRetry: { messages: 14 } satisfies WebhookRetry,
};
