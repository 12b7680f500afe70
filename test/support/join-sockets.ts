import type net from 'node:net';

/** What happens to bytes on their way to the other socket. Until it resolves, no more bytes are read. */
export type Pass = (bytes: Buffer, from: net.Socket, to: net.Socket) => Promise<void> | void;

/**
 * Joins the two sockets of a relay: the bytes of each go to the other by way of `up` and `down`, and when one of them
 * closes, so does the other.
 * @param open both are in this set until they close
 */
export function joinSockets(
  client: net.Socket,
  server: net.Socket,
  open: Set<net.Socket>,
  { up, down }: { up: Pass; down: Pass },
): void {
  for (const [from, to, pass] of [
    [client, server, up],
    [server, client, down],
  ] as const) {
    open.add(from);
    from.on('error', () => to.destroy());
    from.on('close', () => open.delete(from));
    void passAll(from, to, pass);
  }
}

async function passAll(from: net.Socket, to: net.Socket, pass: Pass): Promise<void> {
  try {
    for await (const bytes of from) await pass(bytes as Buffer, from, to);
    to.end();
  } catch {
    to.destroy();
  }
}
