import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Job } from 'bullmq';
import { createLogger } from '#platform';
import { ReleasedError } from './attempt.js';
import { TurnOverError, Turns } from './turns.js';

const TURN_SECONDS = 15;
const logger = createLogger('test', { LOG_LEVEL: 'silent', LOG_PRETTY: false });

describe('the turns of long jobs', () => {
  let waiting: string[];
  let looks: number;
  let backAtTheEnd: string[];
  let turns: Turns;

  beforeEach(() => {
    vi.useFakeTimers();
    [waiting, looks, backAtTheEnd] = [[], 0, []];
  });
  afterEach(async () => {
    await turns.stop();
    vi.useRealTimers();
  });

  function begin(queue: 'imports' | 'exports' | 'contact-edits', concurrency: number): void {
    const queues = {
      waitingOrganisations: async () => {
        looks++;
        return new Set(waiting);
      },
      toTheEnd: async ({ id }: Job) => void backAtTheEnd.push(id!),
    };
    turns = new Turns({ queue, concurrency, queues, config: { JOB_TURN_SECONDS: TURN_SECONDS }, logger });
    turns.start();
  }

  /** Runs a job until its signal is aborted, or until `end`. `made way` afterwards, if it did. */
  function run(
    organisationId: string,
    id: string,
    { kind = 'apply', starts = 1, stopping = new AbortController() } = {},
  ) {
    const job = { id, attemptsStarted: starts } as Job;
    const state = { id, outcome: 'runs', end: () => {} };
    const work = (signal: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        state.end = resolve;
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      });
    turns.run(job, { kind, importId: id, organisationId } as never, stopping.signal, work).then(
      () => (state.outcome = 'done'),
      (error: unknown) => (state.outcome = error instanceof TurnOverError ? 'made way' : String(error)),
    );
    return state;
  }

  const seconds = (count: number) => vi.advanceTimersByTimeAsync(count * 1000);

  it('do not end while nobody else waits, however long', async () => {
    begin('imports', 1);
    const job = run('a', '1');
    await seconds(3_600);
    expect(job.outcome).toBe('runs');
    job.end();
    await seconds(1);
    expect(job.outcome).toBe('done');
  });

  it('end when they are over and another organisation waits, and the job goes to the end', async () => {
    begin('imports', 1);
    const job = run('a', '1');
    waiting = ['a', 'b'];
    await seconds(TURN_SECONDS - 1);
    expect([job.outcome, looks]).toEqual(['runs', 0]);
    await seconds(2);
    expect(job.outcome).toBe('made way');
    expect(backAtTheEnd).toEqual(['1']);
  });

  it.each([
    ['end', 'apply', 'made way'],
    ['do not end', 'check', 'runs'],
  ])('%s for the own organisation when the job is one to %s', async (_, kind, outcome) => {
    begin('imports', 1);
    const job = run('a', '1', { kind });
    waiting = ['a'];
    await seconds(3_600);
    expect(job.outcome).toBe(outcome);
  });

  it('do not end while the process has a place left', async () => {
    begin('imports', 2);
    const job = run('a', '1');
    waiting = ['b'];
    await seconds(60);
    expect([job.outcome, looks]).toEqual(['runs', 0]);
  });

  it('end one at a time, for whoever has fewer places, first that of the organisation with most', async () => {
    begin('imports', 4);
    for (const [organisation, id] of [
      ['b', 'b1'],
      ['a', 'a1'],
      ['a', 'a2'],
      ['a', 'a3'],
    ])
      run(organisation!, id!);
    waiting = ['c'];
    await seconds(TURN_SECONDS + 1);
    expect(backAtTheEnd).toEqual(['a1']);
    // `c` takes its place, and has as many as `b` now; both wait for another.
    run('c', 'c1');
    waiting = ['b', 'c'];
    await seconds(1);
    expect(backAtTheEnd).toEqual(['a1', 'a2']);
    run('b', 'b2');
    // `b` has two, `a` and `c` one.
    waiting = ['a', 'b'];
    await seconds(1);
    expect(backAtTheEnd).toEqual(['a1', 'a2', 'b1']);
  });

  it('are twice as long after each start where the work has to begin again', async () => {
    begin('imports', 1);
    waiting = ['b'];
    const check = run('a', '1', { kind: 'check', starts: 3 });
    await seconds(4 * TURN_SECONDS - 1);
    expect(check.outcome).toBe('runs');
    await seconds(2);
    expect(check.outcome).toBe('made way');
    const apply = run('a', '2', { starts: 3 });
    await seconds(TURN_SECONDS + 1);
    expect(apply.outcome).toBe('made way');
  });

  it('are not for short jobs', async () => {
    begin('contact-edits', 1);
    waiting = ['b'];
    const edit = run('a', '1');
    await seconds(3_600);
    expect([edit.outcome, looks]).toEqual(['runs', 0]);
  });

  it('are not over because the service stops: the job keeps its place', async () => {
    begin('imports', 1);
    const stopping = new AbortController();
    const job = run('a', '1', { stopping });
    stopping.abort(new ReleasedError('the service stops'));
    await seconds(0);
    expect(job.outcome).toBe('ReleasedError: the service stops');
    expect(backAtTheEnd).toEqual([]);
  });
});
