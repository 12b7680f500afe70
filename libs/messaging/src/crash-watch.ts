import { Injectable, Optional } from '@nestjs/common';
import type { Job } from 'bullmq';
import { z } from 'zod';
import { WORKER_NAME } from './connection.js';
import { Queues } from './queues.js';

/**
 * A job is given up when its process crashed this many times without progress in between. Jobs run for minutes, so they
 * meet the kills that others are to blame for. A deployment does not count: it returns its jobs to their queues.
 */
const MAX_JOB_CRASHES = 5;
/**
 * An event that stalled this often is handled alone. Not the first time: then it is one of dozens that a killed process had
 * in hand, and one after the other they would hold up all others for minutes.
 */
const SUSPECT_STALLS = 2;
/** An event is given up when it crashed its process this many times while it was handled alone. */
const MAX_EVENT_CRASHES = 2;
/** An event that stalled this often is given up in any case: one that hangs its process never crashes it. */
const MAX_STALLS = 20;

/**
 * What Redis keeps with an event while it is handled alone: how often it had stalled by then, where it runs, and the
 * crashes that it is to blame for.
 */
const aloneSchema = z.object({ alone: z.int(), worker: z.string(), crashes: z.int().default(0) });
/** What Redis keeps with a job: how often it had stalled when it made progress. */
const progressSchema = z.object({ forgiven: z.int() });

/** @param progressed says that a part of the work is done, which the process has survived */
type EventWork = (progressed: () => void) => Promise<void>;

/** What a process has in hand. A crash ends all of it, whichever service it belongs to. */
export class InHand {
  /** Each ends when the event has made progress or was handled. */
  readonly together = new Set<Promise<void>>();
  /** Ends when every event that is to be handled alone has made progress or was handled; null when there is none. */
  lastAlone: Promise<void> | null = null;
  readonly suspectJobs = new Set<Job>();
}

/**
 * Finds the event or job that ends its process. BullMQ only counts how often a process lost the lock of a job
 * (`stalledCounter`), which says little: everything that the process had in hand is counted alike, and a process that
 * was only paused (SIGSTOP, a frozen machine) is counted like one that crashed.
 *
 * So an event that has stalled twice is handled alone the next time: the others of the process wait, those in hand end
 * first, and Redis notes that it has begun. Events that take minutes are waited for only until they progress. If it stalls
 * again after that, and its process is no longer connected to Redis, it has crashed its process. After two such crashes it
 * is poison. What only waited has no such note. A paused process keeps its connections, and random kills would have to hit
 * the same event four times, twice in the moment it is alone.
 *
 * Jobs run too long to let everything else wait for them. A job that has stalled only waits for the events that are to
 * be handled alone, and while it runs no crash is blamed on an event, until it makes progress.
 */
@Injectable()
export class CrashWatch {
  /** @param inHand all services of a process share it */
  constructor(
    private readonly queues: Queues,
    @Optional() private readonly inHand: InHand = new InHand(),
  ) {}

  /** Why an event must not be handled again; null when it may. */
  async eventVerdict(job: Job): Promise<string | null> {
    const { stalledCounter } = job;
    if (stalledCounter >= MAX_STALLS) return `its process stalled ${stalledCounter} times while handling it`;
    return (await this.crashesOf(job)) >= MAX_EVENT_CRASHES ? 'handling it ended the process twice' : null;
  }

  /** Handles an event: beside others, or alone when it has stalled often. */
  handleEvent(job: Job, work: EventWork): Promise<void> {
    if (job.stalledCounter < SUSPECT_STALLS) return this.beside(work);
    return this.alone((progressed) => this.noted(job, work, progressed));
  }

  /** Why a job must not be run again; null when it may. */
  jobVerdict({ stalledCounter, progress }: Job): string | null {
    const crashes = stalledCounter - (progressSchema.safeParse(progress).data?.forgiven ?? 0);
    return crashes >= MAX_JOB_CRASHES ? `its process ended ${crashes} times without progress` : null;
  }

  async runJob(job: Job, work: () => Promise<void>): Promise<void> {
    if (job.stalledCounter === 0) return work();
    await this.beside(() => Promise.resolve(void this.inHand.suspectJobs.add(job)));
    try {
      await work();
    } finally {
      this.inHand.suspectJobs.delete(job);
    }
  }

  /** The job is further than before: its crashes so far are forgotten. */
  async progressed(job: Job): Promise<void> {
    if (this.inHand.suspectJobs.delete(job)) await job.updateProgress({ forgiven: job.stalledCounter });
  }

  /** How often the event crashed its process while it was handled alone. */
  private async crashesOf({ stalledCounter, progress, queueName }: Job): Promise<number> {
    const note = aloneSchema.safeParse(progress).data;
    if (!note) return 0;
    if (stalledCounter <= note.alone) return note.crashes;
    const connected = await this.queues.get(queueName).getWorkers();
    return connected.some(({ rawname }) => rawname?.endsWith(note.worker)) ? note.crashes : note.crashes + 1;
  }

  private async noted(job: Job, work: EventWork, progressed: () => void): Promise<void> {
    if (this.inHand.suspectJobs.size > 0) return work(progressed);
    const crashes = await this.crashesOf(job);
    await job.updateProgress({ alone: job.stalledCounter, worker: WORKER_NAME, crashes });
    // What has progressed or waits for its next attempt must not be blamed for a crash.
    const acquit = () => job.updateProgress({});
    try {
      await work(() => {
        progressed();
        // If this fails, it may be blamed once.
        void acquit().catch(() => undefined);
      });
    } catch (error) {
      await acquit();
      throw error;
    }
  }

  private async beside(work: EventWork): Promise<void> {
    const { inHand } = this;
    while (inHand.lastAlone) await inHand.lastAlone;
    const { running, moved } = begin(work);
    inHand.together.add(moved);
    void moved.then(() => inHand.together.delete(moved));
    await running;
  }

  private async alone(work: EventWork): Promise<void> {
    const { inHand } = this;
    const begun = Promise.resolve(inHand.lastAlone)
      .then(() => Promise.all(inHand.together))
      .then(() => begin(work));
    const ended: Promise<void> = begun
      .then(({ moved }) => moved)
      .then(() => {
        if (inHand.lastAlone === ended) inHand.lastAlone = null;
      });
    inHand.lastAlone = ended;
    const { running } = await begun;
    await running;
  }
}

/** @returns `moved` ends, without an error, when the work has progressed or ended */
function begin(work: EventWork): { running: Promise<void>; moved: Promise<void> } {
  let progressed!: () => void;
  const hasProgressed = new Promise<void>((resolve) => (progressed = resolve));
  const running = work(progressed);
  return { running, moved: Promise.race([running.catch(() => undefined), hasProgressed]) };
}
