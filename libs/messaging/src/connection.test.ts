import { describe, expect, it } from 'vitest';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { shareWorkerConnection } from './connection.js';

async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

describe('a connection to Redis', () => {
  it('ends when it is closed while it waits to connect again, and so does a copy of it', async () => {
    const config = { REDIS_URL: `redis://127.0.0.1:${await closedPort()}`, REDIS_PREFIX: '{test}' };
    const shared = shareWorkerConnection(config);
    const copy = shared.value.duplicate();
    copy.on('error', () => undefined);
    for (const redis of [shared.value, copy]) {
      if (redis.status !== 'reconnecting') await new Promise((resolve) => redis.once('reconnecting', resolve));
      const ended = once(redis, 'end');
      redis.disconnect();
      await ended;
      expect(redis.status).toBe('end');
    }
    await shared.release();
  });
});
