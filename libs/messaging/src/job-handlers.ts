import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { JobAnswer, JobPayload, JobQueue, JobsOf, ServiceName } from '#contracts';
import type { Config } from '#platform';

export interface JobContext {
  /**
   * Aborted when the service stops, and when the job has to make way for others ({@link Turns}). Throwing its reason
   * returns the job to the queue, and it is run again.
   */
  signal: AbortSignal;
  /** The job's id. It stays the same when the job is run again. */
  jobId: string;
  /** Call it when the work is further than before, so that a later crash does not count together with earlier ones. */
  progressed: () => Promise<void>;
  /** Runs `work` after the job was removed, so that the same job can be added again. A failure is only logged. */
  onceGone: (work: () => Promise<void>) => void;
}

/** `tag-changes` → `TagChanges`. */
type PascalCase<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${Capitalize<First>}${PascalCase<Rest>}`
  : Capitalize<Name>;

/** Does the job, e.g. `onTagChanges`. The return value is the answer, if the caller waits for one. */
type Handlers<Q extends JobQueue> = {
  [N in Q as `on${PascalCase<N>}`]: (payload: JobPayload<N>, context: JobContext) => Promise<JobAnswer<N>>;
};
/** Called instead of another attempt, e.g. `giveUpTagChanges`. If it fails itself, it is called again later. */
type GiveUps<Q extends JobQueue> = {
  [N in Q as `giveUp${PascalCase<N>}`]: (payload: JobPayload<N>) => Promise<JobAnswer<N>>;
};

export interface JobHandlersOptions {
  service: ServiceName;
  /** How many jobs of each queue run concurrently in a process. */
  concurrency: (config: Config) => number;
}

/** Marks a class whose jobs {@link JobRunner} runs. */
export const HANDLES_JOBS = DiscoveryService.createDecorator<JobHandlersOptions>();

/**
 * Makes a class the handler of all jobs that a service owns (contracts, `owner`). Each job has two methods:
 * `onTagChanges` runs it, `giveUpTagChanges` ends it after the last attempt. A missing method, or one of the wrong
 * type, does not compile. A job may run more than once.
 */
export function JobHandlers<S extends ServiceName>(service: S, concurrency: JobHandlersOptions['concurrency']) {
  return <T extends new (...args: never[]) => Handlers<JobsOf<S>> & GiveUps<JobsOf<S>>>(target: T): void => {
    HANDLES_JOBS({ service, concurrency })(target);
    Injectable()(target);
  };
}

type Method = (payload: unknown, context?: JobContext) => Promise<unknown>;

/** The two methods of a job. The decorator's type guarantees that they exist. */
export function methodsOf(handlers: object, queue: JobQueue): { on: Method; giveUp: Method } {
  const name = queue.replace(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase());
  const methods = handlers as Record<string, Method>;
  return {
    on: (payload, context) => methods[`on${name}`]!(payload, context),
    giveUp: (payload) => methods[`giveUp${name}`]!(payload),
  };
}
