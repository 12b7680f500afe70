import net from 'node:net';

/** A TCP proxy in front of a server, with which a test can cut off that server for one process only. */
export class TcpRelay {
  private readonly sockets = new Set<net.Socket>();
  private away = false;

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

  comeBack(): void {
    this.away = false;
  }

  close(): void {
    this.goAway();
    this.server.close();
  }

  private join(socket: net.Socket, port: number, host: string): void {
    if (this.away) {
      socket.destroy();
      return;
    }
    const upstream = net.connect(port, host);
    for (const [one, other] of [
      [socket, upstream],
      [upstream, socket],
    ] as const) {
      this.sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        this.sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  }
}
