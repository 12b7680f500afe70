import { beforeAll, afterAll, describe, expect, it, vi } from 'vitest';
import { DelayedError, type Job } from 'bullmq';
import type { Logger } from 'pino';
import { attempt, NotYetError, ReleasedError } from './attempt.js';

const NOW = 1_000_000;
const ATTEMPTS = 3;
const wrong = new Error('it is wrong');
const away = Object.assign(new Error('it is away'), { code: 'ECONNREFUSED' });
const delayed = new DelayedError();

/** The result for a job: how the attempt ended, how long the job was delayed, and the error it was given up with. */
interface Fate {
  thrown: unknown;
  delayedUntil: number | null;
  givenUp: { error: unknown; attempts: number } | null;
}

interface Try {
  attemptsMade?: number;
  verdict?: string;
  /** What the work throws; unset when it succeeds. */
  failure?: unknown;
  /** What `giveUp` throws. */
  giveUpFailure?: unknown;
}

/** Fakes only the parts of BullMQ that {@link attempt} uses; test/e2e/event-transport tests it with a real queue. */
async function tryOnce({ attemptsMade = 0, verdict, failure, giveUpFailure }: Try) {
  const fate: Fate = { thrown: undefined, delayedUntil: null, givenUp: null };
  let worked = 0;
  const job = {
    attemptsMade,
    opts: {},
    moveToDelayed: (until: number, token: string) => {
      expect(token).toBe('token');
      fate.delayedUntil = until;
      return Promise.resolve();
    },
  } as unknown as Job;
  const logger = { warn: vi.fn(), error: vi.fn() };
  const giveUp = (error: unknown, attempts: number): Promise<void> => {
    if (giveUpFailure !== undefined) return Promise.reject(giveUpFailure);
    fate.givenUp = { error, attempts };
    return Promise.resolve();
  };
  const work = (): Promise<void> => {
    worked++;
    return failure === undefined ? Promise.resolve() : Promise.reject(failure);
  };
  const policy = { attempts: ATTEMPTS, logger: logger as unknown as Logger, verdict: () => verdict ?? null, giveUp };
  await attempt(job, 'token', policy, work).catch((error: unknown) => (fate.thrown = error));
  return { fate, worked, warnings: logger.warn.mock.calls.length, errors: logger.error.mock.calls.length };
}

const DONE: Fate = { thrown: undefined, delayedUntil: null, givenUp: null };
/** BullMQ treats this error as "delay the job, do not count an attempt". */
const putOff = (milliseconds: number): Fate => ({
  thrown: expect.any(DelayedError),
  delayedUntil: NOW + milliseconds,
  givenUp: null,
});
/** BullMQ counts any other error as a failed attempt and retries. */
const triedAgain = (thrown: unknown): Fate => ({ ...DONE, thrown });
const givenUp = (error: unknown, attempts: number): Fate => ({ ...DONE, givenUp: { error, attempts } });

describe('an attempt', () => {
  beforeAll(() => void vi.useFakeTimers({ now: NOW }));
  afterAll(() => void vi.useRealTimers());

  it.each<[string, Try, Fate]>([
    ['that ends well is acknowledged', {}, DONE],
    ['that ends well at last is acknowledged', { attemptsMade: ATTEMPTS - 1 }, DONE],
    ['that was put off by the work itself stays so', { failure: delayed }, triedAgain(delayed)],
    ['that gives itself back comes again at once', { failure: new ReleasedError() }, putOff(0)],
    ['that comes too early comes again when it said', { failure: new NotYetError('early', 700) }, putOff(700)],
    ['that fails is tried again', { failure: wrong }, triedAgain(wrong)],
    ['that fails is tried again, with one left', { failure: wrong, attemptsMade: 1 }, triedAgain(wrong)],
    ['that fails as the last one is given up', { failure: wrong, attemptsMade: 2 }, givenUp(wrong, 3)],
    ['beyond the last one is given up', { failure: wrong, attemptsMade: 7 }, givenUp(wrong, 8)],
    ['waits while a dependency is away', { failure: away }, putOff(2_000)],
    ['waits also when it is the last one', { failure: away, attemptsMade: 2 }, putOff(2_000)],
    ['waits for what is only a cause', { failure: new Error('no', { cause: away }) }, putOff(2_000)],
    [
      'that cannot be given up now is tried again',
      { failure: wrong, attemptsMade: 2, giveUpFailure: away },
      triedAgain(away),
    ],
  ])('%s', async (_, given, expected) => {
    const { fate, worked } = await tryOnce(given);
    expect(fate).toEqual(expected);
    expect(worked).toBe(1);
  });

  it('is not made after a verdict: the work is given up, whatever attempts are left', async () => {
    const { fate, worked } = await tryOnce({ verdict: 'it is poison' });
    expect(fate.givenUp).toEqual({ error: new Error('it is poison'), attempts: 1 });
    expect({ worked, thrown: fate.thrown }).toEqual({ worked: 0, thrown: undefined });
  });

  it.each<[string, Try, { warnings: number; errors: number }]>([
    ['nothing of what ends well', {}, { warnings: 0, errors: 0 }],
    ['nothing of what gives itself back', { failure: new ReleasedError() }, { warnings: 0, errors: 0 }],
    ['a warning of what waits', { failure: away }, { warnings: 1, errors: 0 }],
    ['a warning of what is tried again', { failure: wrong }, { warnings: 1, errors: 0 }],
    ['an error of what is given up', { failure: wrong, attemptsMade: 2 }, { warnings: 0, errors: 1 }],
    [
      'no error while giving up fails',
      { failure: wrong, attemptsMade: 2, giveUpFailure: away },
      { warnings: 0, errors: 0 },
    ],
  ])('logs %s', async (_, given, expected) => {
    expect(await tryOnce(given)).toMatchObject(expected);
  });
});
