import type { Page, Replay, ReplayRequest } from '#contracts';

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

/** Examples of replays and webhooks for the OpenAPI document. */
export const eventExamples = {
  replayRequest,
  replay,
  replays: page(replay),
};
