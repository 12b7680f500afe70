import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { JobAnswer, JobPayload, JobQueue, JobsOf, ServiceName } from '#contracts';
import type { Config } from '#platform';

export interface JobContext {
  /** Aborted when the service stops: its reason gives the job back, and another process goes on with it at once. */
  signal: AbortSignal;
  /** The job was begun before, and may have been done in part. */
  again: boolean;
  /** Does something once the job is gone, so that the same job can be added again. A failure is logged, no more. */
  onceGone: (work: () => Promise<void>) => void;
}

/** `tag-changes` → `TagChanges`. */
type PascalCase<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${Capitalize<First>}${PascalCase<Rest>}`
  : Capitalize<Name>;

/** Does the job, e.g. `onTagChanges`. What it returns is the answer, if somebody waits for one. */
type Handlers<Q extends JobQueue> = {
  [N in Q as `on${PascalCase<N>}`]: (payload: JobPayload<N>, context: JobContext) => Promise<JobAnswer<N>>;
};
/** Called instead of another attempt, e.g. `giveUpTagChanges`. When it fails itself, it is called again later. */
type GiveUps<Q extends JobQueue> = {
  [N in Q as `giveUp${PascalCase<N>}`]: (payload: JobPayload<N>) => Promise<JobAnswer<N>>;
};

export interface JobHandlersOptions {
  service: ServiceName;
  /** How many jobs of each queue run at once in a process. */
  concurrency: (config: Config) => number;
}

/** Marks a class for {@link JobRunner}. */
export const HANDLES_JOBS = DiscoveryService.createDecorator<JobHandlersOptions>();

/**
 * Makes a class the handler of all jobs that the contracts say a service owns. Each job has two methods: `onTagChanges`
 * does it, `giveUpTagChanges` ends it after the last attempt. A missing one, or one of the wrong shape, does not compile.
 * A job may come any number of times.
 */
export function JobHandlers<S extends ServiceName>(service: S, concurrency: JobHandlersOptions['concurrency']) {
  return <T extends new (...args: never[]) => Handlers<JobsOf<S>> & GiveUps<JobsOf<S>>>(target: T): void => {
    HANDLES_JOBS({ service, concurrency })(target);
    Injectable()(target);
  };
}

type Method = (payload: unknown, context?: JobContext) => Promise<unknown>;

/** The two methods of a job. The decorator's type says that they are there. */
export function methodsOf(handlers: object, queue: JobQueue): { on: Method; giveUp: Method } {
  const name = queue.replace(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase());
  const methods = handlers as Record<string, Method>;
  return {
    on: (payload, context) => methods[`on${name}`]!(payload, context),
    giveUp: (payload) => methods[`giveUp${name}`]!(payload),
  };
}
