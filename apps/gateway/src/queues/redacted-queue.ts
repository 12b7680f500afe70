import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { reasonOf } from '#messaging';
import type { Job, Queue } from 'bullmq';
import { idsOnly } from './ids-only.js';

/** A queue as the board shows it: of each job its ids, its times and why it failed. */
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

  /** Nothing of ours writes any; what else did is not known. */
  override getJobLogs(): Promise<string[]> {
    return Promise.resolve([]);
  }
}

/** Errors may quote what they were about: the message is kept as far as it may be stored, the stack is not. */
function redacted(job: Job): Job {
  const whole = job.toJSON.bind(job);
  job.toJSON = () => {
    const shown = whole();
    return { ...shown, stacktrace: [], failedReason: shown.failedReason && reasonOf(shown.failedReason) };
  };
  return job;
}
