import { createServer } from 'node:net';

/** A free port of 127.0.0.1. */
export async function freePort(): Promise<number> {
  return (await portIfFree(0))!;
}

/** As many different free ports of 127.0.0.1. */
export async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < count) ports.add(await freePort());
  return [...ports];
}

/** The first free port at or after `from`. */
export async function nextFreePort(from: number): Promise<number> {
  for (let port = from; port < 65536; port++) {
    const free = await portIfFree(port);
    if (free !== null) return free;
  }
  return freePort();
}

/** The port if it is free on 127.0.0.1, otherwise null. For 0, any free port. */
function portIfFree(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen(port, '127.0.0.1', () => {
      const taken = (server.address() as { port: number }).port;
      server.close(() => resolve(taken));
    });
  });
}
