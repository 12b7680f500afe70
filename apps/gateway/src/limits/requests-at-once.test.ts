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

  describe('of a flood', () => {
    async function flood() {
      const many = Array.from({ length: 7 }, () => enter('flood'));
      await settle();
      return many;
    }
    const working = (of: { outcome: string }[]) => of.filter(({ outcome }) => outcome === 'in').length;
    async function leaveOne(of: ReturnType<typeof enter>[]) {
      const index = of.findIndex(({ outcome }) => outcome === 'in');
      of.splice(index, 1)[0]!.leave();
      await settle();
    }

    it('are one at a time while another organisation works beside it', async () => {
      const many = await flood();
      enter('other');
      await settle();
      expect(working(many)).toBe(2);
      await leaveOne(many);
      expect(working(many)).toBe(1);
      await leaveOne(many);
      expect(working(many)).toBe(1);
    });

    it('are as many as ever a second after the other one was last seen', async () => {
      enter('other');
      const many = await flood();
      await vi.advanceTimersByTimeAsync(999);
      await leaveOne(many);
      expect(working(many)).toBe(1);
      await vi.advanceTimersByTimeAsync(1);
      await leaveOne(many);
      expect(working(many)).toBe(2);
    });

    it('are as many as ever when no more wait than have places', async () => {
      const many = await flood();
      for (let left = 0; left < 3; left++) {
        enter('other');
        await leaveOne(many);
      }
      // Three wait behind one; when that has gone, two do, which is no flood any more.
      expect(working(many)).toBe(1);
      await leaveOne(many);
      expect(working(many)).toBe(2);
    });

    it('are no fewer for the others, nor when nobody is beside', async () => {
      const many = await flood();
      await leaveOne(many);
      expect(working(many)).toBe(2);
      const others = [enter('other'), enter('other')];
      await settle();
      expect(outcomes(others)).toEqual(['in', 'in']);
    });
  });
});
