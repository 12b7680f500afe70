import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { MessagePoster } from './post-message.js';

/** A real server on this machine, which represents a server in a private network. */
describe('posting a message', () => {
  let server: http.Server;
  let port: number;
  let requests = 0;
  beforeAll(async () => {
    server = http.createServer((_, response) => {
      requests++;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const post = async (url: string, privateAddresses: boolean) => {
    const config = { NODE_ENV: 'production', WEBHOOK_PRIVATE_ADDRESSES: privateAddresses, WEBHOOK_TIMEOUT_SECONDS: 5 };
    const poster = new MessagePoster(config as ConstructorParameters<typeof MessagePoster>[0]);
    const { status, failure } = await poster.post(url, {}, '{}');
    poster.onApplicationShutdown();
    return { status, failure };
  };

  it.each(['127.0.0.1', 'localhost', '[::1]', '2130706433', '[::ffff:127.0.0.1]'])(
    'does not reach %s where private addresses are not allowed, by name or by number',
    async (host) => {
      const before = requests;
      expect(await post(`http://${host}:${port}/`, false)).toEqual({ status: null, failure: 'address_not_allowed' });
      expect(requests).toBe(before);
    },
  );

  it.each(['127.0.0.1', 'localhost'])('reaches %s where they are', async (host) => {
    expect(await post(`http://${host}:${port}/`, true)).toEqual({ status: 200, failure: null });
  });

  it('says why there was no response', async () => {
    expect(await post('http://nowhere.invalid/', true)).toEqual({ status: null, failure: 'not_reachable' });
    expect(await post(`https://127.0.0.1:${port}/`, true)).toEqual({ status: null, failure: 'tls_failed' });
  });
});
