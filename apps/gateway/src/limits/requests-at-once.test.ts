import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defaultLimits } from '#contracts';
import { RequestsAtOnce } from './requests-at-once.js';

describe('requests at once', () => {
  let requests: RequestsAtOnce;
  beforeEach(() => {
    vi.useFakeTimers();
    requests = new RequestsAtOnce({ limits: { ...defaultLimits, organisationRequestsAtOnce: 2 } });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** A request; `leave` gives its place back. */
  function enter(organisation: string, gone?: AbortSignal) {
    const state = { outcome: 'waits', leave: () => {} };
    requests.enter(organisation, gone).then(
      (leave) => Object.assign(state, { outcome: 'in', leave }),
      (error: { code: string }) => (state.outcome = error.code),
    );
    return state;
  }
  const settle = () => vi.advanceTimersByTimeAsync(0);
  const outcomes = (of: { outcome: string }[]) => of.map(({ outcome }) => outcome);

  it('are limited for each organisation, and the others wait in their order', async () => {
    const many = Array.from({ length: 4 }, () => enter('a'));
    const other = enter('b');
    await settle();
    expect(outcomes(many)).toEqual(['in', 'in', 'waits', 'waits']);
    expect(other.outcome).toBe('in');
    many[0]!.leave();
    // Twice gives one place back.
    many[0]!.leave();
    await settle();
    expect(outcomes(many)).toEqual(['in', 'in', 'in', 'waits']);
    many[1]!.leave();
    many[2]!.leave();
    await settle();
    expect(many[3]!.outcome).toBe('in');
    many[3]!.leave();
    other.leave();
    expect(requests['organisations'].size).toBe(0);
  });

  it('wait ten seconds and are then refused, without taking a place', async () => {
    const [first, second, late] = [enter('a'), enter('a'), enter('a')];
    await vi.advanceTimersByTimeAsync(9_999);
    expect(late.outcome).toBe('waits');
    await vi.advanceTimersByTimeAsync(1);
    expect(late.outcome).toBe('too_many_requests');
    first.leave();
    second.leave();
    expect(requests['organisations'].size).toBe(0);
  });

  it('do not wait when their client is gone', async () => {
    const [first, second] = [enter('a'), enter('a')];
    const gone = new AbortController();
    const [left, next] = [enter('a', gone.signal), enter('a')];
    await settle();
    gone.abort();
    await settle();
    expect(outcomes([left, next])).toEqual(['too_many_requests', 'waits']);
    first.leave();
    await settle();
    expect(next.outcome).toBe('in');
    const late = enter('a', gone.signal);
    await settle();
    expect(late.outcome).toBe('too_many_requests');
    second.leave();
    next.leave();
    expect(requests['organisations'].size).toBe(0);
  });

  it('do not wait when a thousand do', async () => {
    const many = Array.from({ length: 1_002 }, () => enter('a'));
    const last = enter('a');
    await settle();
    expect(last.outcome).toBe('too_many_requests');
    expect(many.at(-1)!.outcome).toBe('waits');
  });
});
