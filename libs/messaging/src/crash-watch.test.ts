import { describe, expect, it } from 'vitest';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Job } from 'bullmq';
import { CrashWatch, InHand } from './crash-watch.js';
import { Queues } from './queues.js';

/** Fakes only the parts of BullMQ that {@link CrashWatch} uses; test/e2e/poison-events tests it with real processes. */
function jobOf(stalledCounter: number): Job {
  const job = {
    queueName: 'queue',
    stalledCounter,
    progress: 0 as unknown,
    updateProgress: (progress: unknown) => {
      job.progress = progress;
      return Promise.resolve();
    },
  };
  return job as unknown as Job;
}

/** The same job when it has stalled once more. */
const again = (job: Job): Job => Object.assign(jobOf(job.stalledCounter + 1), { progress: job.progress });

/** @param workers the workers that are connected to Redis */
const watchOf = (workers: string[] = []) =>
  new CrashWatch({
    get: () => ({ getWorkers: async () => workers.map((name) => ({ rawname: `queue:w:${name}` })) }),
  } as unknown as Queues);

/** Work that begins and ends when told. */
function work() {
  let finish = () => {};
  let fail = (_error: Error) => {};
  const ended = new Promise<void>((resolve, reject) => {
    finish = resolve;
    fail = reject;
  });
  const state = { hasBegun: false };
  const run = () => {
    state.hasBegun = true;
    return ended;
  };
  return { state, run, finish: () => finish(), fail: (error: Error) => fail(error) };
}
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('an event', () => {
  it('that has stalled twice is handled alone: others end before it, or begin after it', async () => {
    const watch = watchOf();
    const [before, alone, after] = [work(), work(), work()];
    const handled = [
      watch.handleEvent(jobOf(1), before.run),
      watch.handleEvent(jobOf(2), alone.run),
      watch.handleEvent(jobOf(1), after.run),
    ];
    const begun = async () => {
      await settle();
      return [before, alone, after].map(({ state }) => state.hasBegun);
    };
    expect(await begun()).toEqual([true, false, false]);
    before.finish();
    expect(await begun()).toEqual([true, true, false]);
    alone.finish();
    expect(await begun()).toEqual([true, true, true]);
    after.finish();
    await Promise.all(handled);
  });

  it('that takes long holds up no other after its first progress, and is not blamed from then on', async () => {
    const watch = watchOf();
    const [long, alone, longAlone, after] = [work(), work(), jobOf(2), work()];
    const progress: (() => void)[] = [];
    const takesLong = (progressed: () => void) => {
      progress.push(progressed);
      return long.run();
    };
    const handled = [watch.handleEvent(jobOf(0), takesLong), watch.handleEvent(jobOf(2), alone.run)];
    await settle();
    expect(alone.state.hasBegun).toBe(false);
    progress[0]!();
    await settle();
    expect(alone.state.hasBegun).toBe(true);
    alone.finish();

    handled.push(watch.handleEvent(longAlone, takesLong), watch.handleEvent(jobOf(0), after.run));
    await settle();
    expect(after.state.hasBegun).toBe(false);
    progress[1]!();
    await settle();
    expect(after.state.hasBegun).toBe(true);
    expect(longAlone.progress).toEqual({});
    after.finish();
    long.finish();
    await Promise.all(handled);
  });

  it('that has stalled twice waits for the events of other services in its process as well', async () => {
    const inHand = new InHand();
    @Module({ providers: [CrashWatch, { provide: InHand, useValue: inHand }, { provide: Queues, useValue: {} }] })
    class Service {}
    const start = async () => (await NestFactory.createApplicationContext(Service, { logger: false })).get(CrashWatch);
    const [one, other] = [await start(), await start()];
    const [before, alone] = [work(), work()];
    const handled = [one.handleEvent(jobOf(0), before.run), other.handleEvent(jobOf(2), alone.run)];
    await settle();
    expect(alone.state.hasBegun).toBe(false);
    before.finish();
    await settle();
    expect(alone.state.hasBegun).toBe(true);
    alone.finish();
    await Promise.all(handled);
  });

  it('that crashes its process alone twice is poison; one that only waited is not', async () => {
    let [poison, waiting] = [jobOf(2), jobOf(2)];
    for (let crash = 1; crash <= 2; crash++) {
      expect(await watchOf().eventVerdict(poison)).toBeNull();
      const watch = watchOf();
      void watch.handleEvent(poison, work().run);
      void watch.handleEvent(waiting, work().run);
      await settle();
      [poison, waiting] = [again(poison), again(waiting)];
    }
    expect(await watchOf().eventVerdict(poison)).toBe('handling it ended the process twice');
    expect(await watchOf().eventVerdict(waiting)).toBeNull();
  });

  it('whose process is only paused is not poison, but does not stall for ever', async () => {
    const paused = jobOf(2);
    void watchOf().handleEvent(paused, work().run);
    await settle();
    const { worker } = paused.progress as unknown as { worker: string };
    expect(await watchOf([worker]).eventVerdict(again(paused))).toBeNull();
    expect(await watchOf([worker]).eventVerdict(jobOf(20))).toMatch(/20 times/);
  });

  it('that fails alone is not blamed for a crash while it waits for its next attempt', async () => {
    const [job, failing] = [jobOf(2), work()];
    const handled = watchOf().handleEvent(job, failing.run);
    failing.fail(new Error('wrong'));
    await expect(handled).rejects.toThrow('wrong');
    expect(await watchOf().eventVerdict(again(job))).toBeNull();
  });

  it('is not blamed for a crash beside a job that has crashed before, unless that has made progress', async () => {
    const watch = watchOf();
    const suspect = jobOf(1);
    void watch.runJob(suspect, work().run);
    await settle();
    let job = jobOf(2);
    const crash = async () => {
      await watch.handleEvent(job, () => Promise.resolve());
      job = again(job);
    };
    await crash();
    await crash();
    expect(await watchOf().eventVerdict(job)).toBeNull();
    await watch.progressed(suspect);
    await crash();
    expect(await watchOf().eventVerdict(job)).toBeNull();
    await crash();
    expect(await watchOf().eventVerdict(job)).not.toBeNull();
  });
});

describe('a job', () => {
  it('is given up after five crashes without progress', async () => {
    expect(watchOf().jobVerdict(jobOf(4))).toBeNull();
    expect(watchOf().jobVerdict(jobOf(5))).toBe('its process ended 5 times without progress');
    const job = jobOf(4);
    const watch = watchOf();
    await watch.runJob(job, () => watch.progressed(job));
    expect(watchOf().jobVerdict(again(job))).toBeNull();
    expect(watchOf().jobVerdict(Object.assign(jobOf(9), { progress: job.progress }))).not.toBeNull();
  });

  it('that has crashed before waits for events that are handled alone', async () => {
    const watch = watchOf();
    const [event, job] = [work(), work()];
    const handled = [watch.handleEvent(jobOf(2), event.run), watch.runJob(jobOf(1), job.run)];
    await settle();
    expect([event.state.hasBegun, job.state.hasBegun]).toEqual([true, false]);
    event.finish();
    await settle();
    expect(job.state.hasBegun).toBe(true);
    job.finish();
    await Promise.all(handled);
  });
});
