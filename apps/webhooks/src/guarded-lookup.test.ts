import { expect, it } from 'vitest';
import type { LookupAddress } from 'node:dns';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { guard } from './guarded-lookup.js';

/** What a connection to a name with these addresses gets. */
async function connect(addresses: string[]): Promise<{ failure: string | null; asked: number; connections: number }> {
  let [asked, connections] = [0, 0];
  const server = net.createServer((socket) => {
    connections++;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const lookup = guard((_, __, callback) => {
    asked++;
    callback(
      null,
      addresses.map((address): LookupAddress => ({ address, family: net.isIP(address) })),
    );
  });
  const { port } = server.address() as AddressInfo;
  const socket = net.connect({ host: 'hooks.example.org', port, lookup, timeout: 1_000 });
  const failure = await new Promise<string | null>((resolve) => {
    socket.once('error', ({ name }) => resolve(name));
    for (const event of ['connect', 'timeout', 'close'] as const) socket.once(event, () => resolve(null));
  });
  socket.destroy();
  await new Promise((resolve) => server.close(resolve));
  return { failure, asked, connections };
}

it.each([
  ['127.0.0.1'],
  ['::1'],
  ['::ffff:127.0.0.1'],
  ['169.254.169.254'],
  ['fd00:ec2::254'],
  ['100.100.100.200'],
  ['0.0.0.0'],
  ['203.0.113.1', '127.0.0.1'],
  ['93.184.215.14', '10.0.0.1'],
])('a name that leads to %s (%s) is not connected to', async (...addresses) => {
  const given = addresses.filter((address): address is string => typeof address === 'string');
  expect(await connect(given)).toEqual({ failure: 'AddressNotAllowedError', asked: 1, connections: 0 });
});

it('the connection is made to the address that was checked, whatever the name leads to by then', async () => {
  let asked = 0;
  const lookup = guard((_, __, callback) =>
    callback(null, [{ address: asked++ === 0 ? '93.184.215.14' : '127.0.0.1', family: 4 }]),
  );
  const given = await new Promise((resolve) =>
    lookup('hooks.example.org', {}, (_, address, family) => resolve([address, family])),
  );
  expect([given, asked]).toEqual([['93.184.215.14', 4], 1]);
});
