import type { Job, JobsOptions } from 'bullmq';

/**
 * The options of a job that carry the `traceparent` of what it continues. Not in its payload: that of an event is checked
 * by its contract, and that of the outbox is not even in Redis. BullMQ stores this option for plug-ins such as bullmq-otel, and
 * a worker without one ignores it.
 */
export function carrying(traceparent: string): Pick<JobsOptions, 'telemetry'> {
  return { telemetry: { metadata: traceparent } };
}

export function traceparentOf({ opts }: Job): string | undefined {
  return opts.telemetry?.metadata;
}

/** What OpenTelemetry's conventions for messaging say of a span. */
export function messageAttributes(queue: string, jobId: string | undefined) {
  return {
    'messaging.system': 'bullmq',
    'messaging.destination.name': queue,
    'messaging.message.id': jobId,
  };
}
