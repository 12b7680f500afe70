import { describe, expect, it } from 'vitest';
import { jobId, JOB_QUEUES, JOBS, jobsOf, type JobPayload, type JobQueue } from './jobs.js';
import { SERVICES } from './services.js';

const ID = '0197c5a0-1111-7000-8000-000000000001';
const organisationId = '0197c5a0-2222-7000-8000-000000000002';

const EDIT: JobPayload<'contact-edits'> = {
  organisationId,
  accountId: ID,
  phone: '44687985632',
  edit: { name: 'Jane', tags: { replace: null, add: [], remove: [] }, values: [] },
  mayCreate: true,
  revisions: null,
  changedBy: { kind: 'user', id: ID },
};

const OPT_OUT: JobPayload<'opt-outs'> = {
  organisationId,
  accountId: ID,
  phone: '44687985632',
  mark: { scope: 'organisation', reason: 'asked' },
  changedBy: { kind: 'user', id: ID },
};

/** Jobs and job ids as earlier builds queued them. They may still be in Redis. */
const QUEUED: [JobQueue, object, RegExp][] = [
  ['imports', { kind: 'check', importId: ID, organisationId }, new RegExp(`^check-${ID}$`)],
  ['imports', { kind: 'apply', importId: ID, organisationId }, new RegExp(`^apply-${ID}$`)],
  ['exports', { exportId: ID, organisationId }, new RegExp(`^export-${ID}$`)],
  ['undos', { undoId: ID, organisationId }, new RegExp(`^undo-${ID}$`)],
  ['tag-changes', { tagChangeId: ID, organisationId }, new RegExp(`^tag-change-${ID}$`)],
  ['replays', { replayId: ID, organisationId }, new RegExp(`^replay-${ID}$`)],
  ['campaigns', { kind: 'freeze', campaignId: ID, organisationId }, new RegExp(`^freeze-${ID}$`)],
  ['campaigns', { kind: 'effect', importId: ID, organisationId }, new RegExp(`^effect-${ID}$`)],
  ['contact-edits', EDIT, /^call-[0-9a-f-]{36}$/],
  ['opt-outs', OPT_OUT, /^call-[0-9a-f-]{36}$/],
  ['opt-outs', { ...OPT_OUT, mark: null }, /^call-[0-9a-f-]{36}$/],
  [
    'erasures',
    { organisationId, phones: ['44687985632'], changedBy: { kind: 'user', id: ID } },
    /^call-[0-9a-f-]{36}$/,
  ],
  ['webhook-messages', { webhookId: ID, organisationId }, new RegExp(`^webhook-${ID}$`)],
  ['webhook-pings', { webhookId: ID, organisationId }, /^call-[0-9a-f-]{36}$/],
  ['webhook-retries', { webhookId: ID, organisationId }, /^call-[0-9a-f-]{36}$/],
];

describe('the catalogue of jobs', () => {
  it.each(QUEUED)('%s: reads the payload %j', (queue, payload, id) => {
    const read = JOBS[queue].payload.parse(payload) as JobPayload<typeof queue>;
    expect(read).toEqual(payload);
    expect(jobId(queue, read)).toMatch(id);
  });

  it('is known to this test whole', () => {
    expect([...new Set(QUEUED.map(([queue]) => queue))].sort()).toEqual([...JOB_QUEUES].sort());
  });

  it('has one owner for each job', () => {
    expect(SERVICES.flatMap(jobsOf).sort()).toEqual([...JOB_QUEUES].sort());
  });

  it('never merges two calls', () => {
    expect(jobId('contact-edits', EDIT)).not.toBe(jobId('contact-edits', EDIT));
  });

  it('lets the caller of a ping wait longer than the receiver may take', () => {
    expect(JOBS['webhook-pings'].timeoutMs({ WEBHOOK_TIMEOUT_SECONDS: 15 })).toBe(20_000);
  });
});
