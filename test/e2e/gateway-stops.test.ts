import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import net from 'node:net';
import { text } from 'node:stream/consumers';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { followImport } from '../support/follow-import.js';
import { startStack, type Stack } from '../support/stack.js';

/** Only the gateway runs, so an import stays `uploaded`. */
describe('a gateway that is told to stop', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await startStack({ services: ['gateway'] });
  }, 60_000);
  afterAll(() => stack?.stop());

  it('does not wait for clients that follow an import', async () => {
    const { keys, accounts } = await stack.seed();
    const api = new ApiClient(stack.url, keys.editor);
    const made = await api.upload(accounts[0]!.id, 'id,name\n44687985632,Jane Smith\n');
    const seen = followImport(await api.request(`/v1/imports/${made.id}/events`));
    await eventually('the watching has begun', () => expect(seen.states).toEqual(['uploaded']));
    await stack.kill('gateway', 'SIGTERM');
    await seen.ended;
    await stack.start('gateway');
    expect(await api.get(`/v1/imports/${made.id}`)).toMatchObject({ status: 'uploaded' });
  });

  it('answers a request that it gets while it closes', async () => {
    const { keys } = await stack.seed();
    const { hostname, port } = new URL(stack.url);
    const socket = net.connect(Number(port), hostname);
    const answer = text(socket);
    socket.write(`GET /v1/me HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Bearer ${keys.viewer}\r\n`);
    await eventually('its health is answered', async () => expect((await fetch(`${stack.url}/healthz`)).ok).toBe(true));
    const ended = stack.kill('gateway', 'SIGTERM');
    await eventually('it takes no new connections', () => expect(fetch(`${stack.url}/healthz`)).rejects.toThrow());
    socket.write('\r\n');
    expect((await answer).split('\r\n')).toContain('HTTP/1.1 200 OK');
    await ended;
  });

  it('serves on while it is not ready any more, and ends each connection with its next answer', async () => {
    const { keys } = await stack.seed();
    const api = new ApiClient(stack.url, keys.viewer);
    stack.env.DRAIN_SECONDS = '2';
    await stack.start('gateway');
    const gateway = stack.service('gateway');
    expect((await api.request('/v1/me')).headers.get('connection')).toBe('keep-alive');

    const ended = gateway.kill('SIGTERM');
    await eventually('it is not ready', async () => expect((await fetch(`${stack.url}/readyz`)).status).toBe(503));
    const answer = await api.request('/v1/me');
    expect([answer.status, answer.headers.get('connection')]).toEqual([200, 'close']);
    await ended;
  });
});
