import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { joinSockets, type Pass } from './join-sockets.js';

/** The way of the bytes: `up` to the server, `down` to its client. */
export type Way = 'up' | 'down';

/** A TCP proxy in front of a server, with which a test can harm the network between that server and one process. */
export class TcpRelay {
  private readonly sockets = new Set<net.Socket>();
  private away = false;
  /** For each way on which no byte passes: what ends this. */
  private readonly held = new Map<Way, Promise<void>>();
  private letGo: () => void = () => undefined;
  private delayMs: (() => number) | null = null;
  /** The connection that passes so many bytes from now on is cut. */
  private readonly cuts = new Map<Way, { afterBytes: number; passed: Map<net.Socket, number>; done: () => void }>();

  private constructor(
    private readonly server: net.Server,
    readonly port: number,
  ) {}

  /** @param target `redis://host:port` or any other URL with host and port */
  static async before(target: string): Promise<TcpRelay> {
    const { hostname, port } = new URL(target);
    const server = net.createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const relay = new TcpRelay(server, (server.address() as net.AddressInfo).port);
    server.on('connection', (socket) => relay.join(socket, Number(port), hostname));
    return relay;
  }

  /** Closes all connections and refuses new ones until {@link comeBack}. */
  goAway(): void {
    this.away = true;
    for (const socket of this.sockets) socket.destroy();
  }

  /**
   * From now on, no byte passes on these ways until {@link comeBack}, and nobody is told: connections stay open, and new
   * ones are accepted. Then all bytes that wait pass, as when packets are lost and sent again.
   */
  fallSilent(...ways: Way[]): void {
    const held = new Promise<void>((resolve) => (this.letGo = resolve));
    for (const way of ways) this.held.set(way, held);
  }

  /** Each piece of the bytes waits for so long, until {@link comeBack}. */
  slowDown(milliseconds: () => number): void {
    this.delayMs = milliseconds;
  }

  /** Cuts the first connection on which so many more bytes went this way, in the middle. Resolves when that happened. */
  cut(way: Way, afterBytes: number): Promise<void> {
    return new Promise((done) => this.cuts.set(way, { afterBytes, passed: new Map(), done }));
  }

  /** Ends everything that was done to it. */
  comeBack(): void {
    this.away = false;
    this.held.clear();
    this.letGo();
    this.delayMs = null;
    this.cuts.clear();
  }

  close(): void {
    this.comeBack();
    this.goAway();
    this.server.close();
  }

  private join(socket: net.Socket, port: number, host: string): void {
    if (this.away) socket.destroy();
    else
      joinSockets(socket, net.connect(port, host), this.sockets, {
        up: this.passing('up'),
        down: this.passing('down'),
      });
  }

  private passing(way: Way): Pass {
    return async (bytes, from, to) => {
      if (this.delayMs) await sleep(this.delayMs());
      await this.held.get(way);
      const rest = this.leftUntilCut(way, from, bytes.length);
      if (rest < bytes.length) {
        to.write(bytes.subarray(0, rest));
        to.destroySoon();
        from.destroy();
      } else if (!to.write(bytes)) await drained(to);
    };
  }

  /** How many of these bytes may still pass. */
  private leftUntilCut(way: Way, from: net.Socket, length: number): number {
    const cut = this.cuts.get(way);
    if (!cut) return length;
    const before = cut.passed.get(from) ?? 0;
    cut.passed.set(from, before + length);
    if (before + length < cut.afterBytes) return length;
    this.cuts.delete(way);
    cut.done();
    return Math.max(0, cut.afterBytes - before - 1);
  }
}

/** Resolves when the socket takes more bytes, or is closed. */
function drained(socket: net.Socket): Promise<void> {
  return new Promise((resolve) => {
    const settle = (): void => {
      socket.off('drain', settle).off('close', settle);
      resolve();
    };
    if (socket.destroyed) settle();
    else socket.on('drain', settle).on('close', settle);
  });
}
