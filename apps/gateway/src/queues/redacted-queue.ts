import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { reasonOf } from '#messaging';
import type { Job, Queue } from 'bullmq';
import { idsOnly } from './ids-only.js';

/** A queue as the board shows it: the ids, the times and the error of each job. */
export class RedactedQueue extends BullMQAdapter {
  constructor(queue: Queue) {
    super(queue);
    this.setFormatter('data', (data) => idsOnly(data));
    this.setFormatter('returnValue', () => null);
  }

  override async getJob(id: string): Promise<Job | undefined> {
    const job = await super.getJob(id);
    return job && redacted(job);
  }

  override async getJobs(...args: Parameters<BullMQAdapter['getJobs']>): Promise<Job[]> {
    return (await super.getJobs(...args)).map(redacted);
  }

  /** Hidden, because our code writes no job logs, so what is there is unknown. */
  override getJobLogs(): Promise<string[]> {
    return Promise.resolve([]);
  }
}

/** Errors may quote data of contacts, so only the part of the message that may be stored is shown, and no stack. */
function redacted(job: Job): Job {
  const whole = job.toJSON.bind(job);
  job.toJSON = () => {
    const shown = whole();
    return { ...shown, stacktrace: [], failedReason: shown.failedReason && reasonOf(shown.failedReason) };
  };
  return job;
}
