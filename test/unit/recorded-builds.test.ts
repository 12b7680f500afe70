import { describe, expect, it } from 'vitest';
import { EVENTS, jobId, JOBS, knownVersion, QUEUES, type EventName, type JobQueue } from '#contracts';
import { checkPayload } from '../../libs/messaging/src/check-payload.js';
import { readBuild, recordedBuilds } from '../support/recorded-build.js';

/** The events that came after these builds. */
const SINCE = new Set(['ContactErased', 'AuditEntryAdded']);

/** The payloads of the last versions must stay readable, because some may still be waiting at an upgrade. */
describe.each(recordedBuilds())('what build %s left', (name) => {
  const { records, queued } = readBuild(name);
  const sent = Object.entries(queued).flatMap(([queue, all]) => all.map((data) => [queue, data] as [string, object]));
  const events = [
    ...records.outbox!.map(({ event, payload, version }) => ({
      event: event as EventName,
      payload: payload as object,
      version: version as number | undefined,
    })),
    ...sent
      .filter(([queue]) => queue.includes('.'))
      .map(([queue, data]) => {
        const { version, ...payload } = data as { version?: number };
        return { event: queue.split('.')[0] as EventName, payload, version };
      }),
  ];
  const jobs = sent.filter(([queue]) => !queue.includes('.')) as [JobQueue, object][];

  it('has every event, and is in queues that somebody reads', () => {
    const known = Object.keys(EVENTS).filter((event) => !SINCE.has(event));
    expect(new Set(events.map(({ event }) => event))).toEqual(new Set(known));
    expect(QUEUES).toEqual(expect.arrayContaining(Object.keys(queued)));
    expect(jobs.length).toBeGreaterThanOrEqual(10);
  });

  it.each(events)('is read whole: event $event', ({ event, payload, version = 1 }) => {
    expect(version).toBeLessThanOrEqual(knownVersion(event));
    const stored = payloadOf(payload);
    expect(checkPayload(event, stored)).toMatchObject(stored);
  });

  it.each(jobs)('is read whole: job %s', (queue, data) => {
    const payload = JOBS[queue].payload.parse(data);
    expect(payload).toMatchObject(data);
    expect(jobId(queue, payload as never)).toMatch(/./);
  });
});

/** The outbox stores payloads as JSON bytes. */
function payloadOf(payload: object): object {
  const { buffer } = payload as { buffer?: Uint8Array };
  return buffer instanceof Uint8Array ? (JSON.parse(Buffer.from(buffer).toString('utf8')) as object) : payload;
}
