import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SERVICES } from '#contracts';
import { Stack } from './product.js';

/**
 * One product for all test files that only use its API: all services, with default settings and an encryption key.
 *
 * A request to `address` returns its addresses as JSON (see `sharedStack` in stack.ts). The product starts with the
 * first request, so that a run of other files does not wait for it. It runs in Vitest's main process, because the
 * processes of test files come and go.
 */
export async function offerProduct(): Promise<{ address: string; stop: () => Promise<void> }> {
  let product: Promise<Stack> | null = null;
  const server = createServer((_request, response) => {
    product ??= Stack.start(
      {
        services: SERVICES,
        env: {
          ENCRYPTION_KEY: randomBytes(32).toString('base64'),
          // All test files together are one sender.
          LIMIT_SENDER_SIGN_INS_PER_MINUTE: '100000',
        },
      },
      'shared',
    );
    product.then(
      ({ url, env, logs }) => response.end(JSON.stringify({ url, env, logs })),
      (error: Error) => response.writeHead(500).end(error.stack),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = async () => {
    server.closeAllConnections();
    server.close();
    await (await product?.catch(() => null))?.stop();
  };
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop };
}
