import { afterAll, describe, expect, it } from 'vitest';
import type { FastifyInstance } from 'fastify';
import { createHttpAdapter } from './http-adapter.js';

describe('the sender of a request', () => {
  const servers: FastifyInstance[] = [];
  afterAll(async () => {
    for (const server of servers) await server.close();
  });

  /** Who the gateway takes for the sender, and what it takes for the protocol and host. */
  async function senderOf(trusted: string | undefined, remoteAddress: string, headers: object): Promise<object> {
    const config = { TRUSTED_PROXIES: trusted, PUBLIC_URL: undefined };
    const server: FastifyInstance = createHttpAdapter(config).getInstance();
    servers.push(server);
    server.get('/', ({ ip, protocol, hostname }) => ({ ip, protocol, hostname }));
    return (await server.inject({ url: '/', remoteAddress, headers: { host: 'here', ...headers } })).json<object>();
  }
  const said = {
    'x-forwarded-for': '198.51.100.7, 203.0.113.9, 10.0.0.2',
    'x-forwarded-proto': 'https',
    'x-forwarded-host': 'evil.example',
    'x-real-ip': '198.51.100.7',
    forwarded: 'for=198.51.100.7',
  };

  it('is the last one that a trusted proxy saw, not what somebody before it says', async () => {
    expect(await senderOf('10.0.0.0/8', '10.0.0.1', said)).toMatchObject({ ip: '203.0.113.9' });
    expect(await senderOf('10.0.0.1, 10.0.0.2', '10.0.0.1', said)).toMatchObject({ ip: '203.0.113.9' });
  });

  it.each([
    ['no proxy is trusted', undefined, '10.0.0.1'],
    ['it is not a trusted one that says so', '10.0.0.0/8', '192.0.2.1'],
  ])('is whoever sent it where %s', async (_, trusted, remoteAddress) => {
    expect(await senderOf(trusted, remoteAddress, said)).toEqual({
      ip: remoteAddress,
      protocol: 'http',
      hostname: 'here',
    });
  });
});
