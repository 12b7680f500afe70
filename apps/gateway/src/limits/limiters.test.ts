import { describe, expect, it } from 'vitest';
import type { ExecutionContext } from '@nestjs/common';
import { defaultLimits } from '#contracts';
import { noContent } from '../routes/answers.js';
import { Route } from '../routes/route.js';
import { limiters } from './limiters.js';

class Routes {
  @Route('POST', '', {
    role: 'public',
    audit: 'session.began',
    mayBeGuessedAt: true,
    summary: 'Sign in',
    answer: noContent('Signed in.'),
  })
  signIn(): void {}

  read(): void {}
}

/** Which counters a request moves, and their names. */
function counted(method: keyof Routes, request: object): Record<string, unknown> {
  const context = {
    switchToHttp: () => ({ getRequest: () => request }),
    // eslint-disable-next-line @typescript-eslint/unbound-method
    getHandler: () => Routes.prototype[method],
  } as unknown as ExecutionContext;
  return Object.fromEntries(
    limiters(defaultLimits)
      .filter(({ skipIf }) => !skipIf!(context))
      .map(({ name, getTracker }) => [name, getTracker!(request, context)]),
  );
}

describe('limiters', () => {
  it('count a known caller by key or person, and by organisation', () => {
    const principal = { id: 'key-1', organisationId: 'org-1' };
    expect(counted('read', { principal, ip: '10.0.0.1' })).toEqual({ caller: 'key-1', organisation: 'org-1' });
  });

  it('count a sign-in by sender, and by e-mail in whatever spelling, without storing it', () => {
    const one = counted('signIn', { principal: null, ip: '10.0.0.1', body: { email: 'Ana@Example.org' } });
    const same = counted('signIn', { principal: null, ip: '10.0.0.1', body: { email: ' ana@example.org' } });
    const elsewhere = counted('signIn', { principal: null, ip: '10.0.0.2', body: { email: 'ana@example.org' } });
    const hash = expect.stringMatching(/^[0-9a-f]{64}$/) as unknown;
    expect(one).toEqual({ 'sign-in': hash, sender: '10.0.0.1', address: hash });
    expect(same).toEqual(one);
    expect(elsewhere['sign-in']).not.toBe(one['sign-in']);
    // Whoever guesses from many places still guesses at one address.
    expect(elsewhere.address).toBe(one.address);
  });

  it.each([
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::', true],
    ['2001:db8:1:2:ffff::', '2001:db8:1:2::', true],
    ['2001:db8:1:3::1', '2001:db8:1:3::', false],
    ['::ffff:10.0.0.1', '10.0.0.1', false],
  ])('count the network of a sender with the address %s as %s', (ip, network, isSame) => {
    const body = { email: 'ana@example.org' };
    const found = counted('signIn', { principal: null, ip, body });
    const neighbour = counted('signIn', { principal: null, ip: '2001:db8:1:2::1', body });
    expect(found.sender).toBe(network);
    expect(found['sign-in'] === neighbour['sign-in']).toBe(isSame);
  });

  it.each([undefined, null, 'text', { email: { $ne: 1 } }])('bear with a body such as %j', (body) => {
    expect(counted('signIn', { principal: null, ip: '10.0.0.1', body })).toEqual({ sender: '10.0.0.1' });
  });

  it('do not count what is public, such as health checks', () => {
    expect(counted('read', { principal: null, ip: '10.0.0.1' })).toEqual({});
  });
});
