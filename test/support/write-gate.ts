import type { Document } from 'mongodb';
import http from 'node:http';
import net from 'node:net';
import { joinSockets } from './join-sockets.js';
import { documentOf, messageWith } from './mongo-messages.js';
import { MongoRelay } from './mongo-relay.js';
import { MongoWrites, redisWrite, storageWrite } from './named-writes.js';
import { RespCutter } from './resp-cutter.js';

/** A moment in the work of a process: before one of its writes, or when the server has answered the last one. */
export interface KillPoint {
  /** See `named-writes.ts`. */
  write: string;
  /** How many writes of this name came before. */
  nth: number;
  isAfter: boolean;
}

/** The moments before, between and after these writes. */
export function killPoints(writes: readonly string[]): KillPoint[] {
  const points = writes.map((write, index) => {
    const nth = writes.slice(0, index).filter((other) => other === write).length;
    return { write, nth, isAfter: false };
  });
  return points.length > 0 ? [...points, { ...points.at(-1)!, isAfter: true }] : [];
}

/** The right that a command of MongoDB needs on its collection. */
const RIGHTS: Record<string, string> = {
  find: 'reads',
  aggregate: 'reads',
  count: 'reads',
  distinct: 'reads',
  insert: 'writes',
  update: 'writes',
  delete: 'writes',
  findAndModify: 'writes',
};

/**
 * Stands between a process and all its servers, and sees each write, in the order in which they leave the process. The
 * process is killed at a chosen one, which does not reach its server any more.
 */
export class WriteGate {
  /** The rights in MongoDB that the process has used so far, such as `reads contacts`. */
  readonly usedRights = new Set<string>();
  /** The names of the writes since {@link watch}. */
  writes: string[] = [];
  private isWatching = false;
  private isShut = false;
  private point: KillPoint | null = null;
  /** The connection whose next answer is that to the last write. */
  private awaited: object | null = null;
  private readonly mongoWrites = new MongoWrites();
  private readonly ends: (() => void)[] = [];

  /**
   * @param kill ends the process at once
   * @param env the addresses of the servers
   */
  static async before(env: Record<string, string>, kill: () => void): Promise<WriteGate> {
    const gate = new WriteGate(kill, env);
    const relay = await MongoRelay.before(env.MONGODB_URI!, {
      mayPass: (message, connection) => {
        gate.noteRights(documentOf(message));
        return gate.mayPass(() => gate.mongoWrites.nameOf(message), connection);
      },
      mayReturn: (connection) => gate.mayReturn(connection),
    });
    gate.ends.push(() => relay.close());
    gate.env = {
      MONGODB_URI: relay.through(env.MONGODB_URI!),
      REDIS_URL: await gate.beforeRedis(env.REDIS_URL!),
      S3_ENDPOINT: await gate.beforeStorage(env.S3_ENDPOINT!),
      S3_PUBLIC_ENDPOINT: env.S3_ENDPOINT!,
    };
    return gate;
  }

  /** With these addresses, the process goes through the gate. */
  env: Record<string, string> = {};

  private constructor(
    private readonly kill: () => void,
    private readonly direct: Record<string, string>,
  ) {}

  /** @param point null: nothing is killed, and the writes are only noted */
  watch(point: KillPoint | null): void {
    this.writes = [];
    this.isWatching = true;
    this.point = point;
  }

  /** @returns the writes since {@link watch} */
  unwatch(): string[] {
    this.isWatching = false;
    this.point = null;
    return this.writes;
  }

  /**
   * Lets another process through. Ends the transactions that the killed one may have left open, as MongoDB does after
   * `transactionLifetimeLimitSeconds`; for the others, this does nothing. Call it when the process has ended.
   */
  async reopen(): Promise<void> {
    this.unwatch();
    const left = this.mongoWrites.mayBeOpen;
    this.mongoWrites.forget();
    await Promise.all(left.map(({ lsid, txnNumber }) => this.abort({ lsid, txnNumber })));
    this.awaited = null;
    this.isShut = false;
  }

  close(): void {
    for (const end of this.ends) end();
  }

  private noteRights(command: Document): void {
    const name = Object.keys(command)[0]!;
    const right = RIGHTS[name];
    if (right) this.usedRights.add(`${right} ${String(command[name])}`);
  }

  private mayPass(nameOf: () => string | null, connection: object): boolean {
    if (this.isShut) return false;
    // Also without a watch, because a transaction may be open when it begins.
    const write = nameOf();
    if (write === null || !this.isWatching) return true;
    const { point } = this;
    const isThere = write === point?.write && this.writes.filter((other) => other === write).length === point.nth;
    if (isThere && !point.isAfter) return this.shut();
    if (isThere) this.awaited = connection;
    this.writes.push(write);
    return true;
  }

  private mayReturn(connection: object): boolean {
    if (this.isShut) return false;
    return connection === this.awaited ? this.shut() : true;
  }

  private shut(): false {
    this.isShut = true;
    this.kill();
    return false;
  }

  private async beforeRedis(target: string): Promise<string> {
    const { hostname, port } = new URL(target);
    const open = new Set<net.Socket>();
    const server = net.createServer((client) => {
      const commands = new RespCutter();
      const redis = net.connect(Number(port), hostname);
      joinSockets(client, redis, open, {
        up: (bytes) => {
          for (const { message, words } of commands.cut(bytes))
            if (this.mayPass(() => redisWrite(words), client)) redis.write(message);
            else return void client.destroy();
        },
        down: (bytes) => void (this.mayReturn(client) ? client.write(bytes) : client.destroy()),
      });
    });
    this.ends.push(() => {
      for (const socket of open) socket.destroy();
    });
    return at(target, await this.listen(server));
  }

  private async beforeStorage(target: string): Promise<string> {
    const { hostname, port } = new URL(target);
    const agent = new http.Agent({ keepAlive: true });
    const server = http.createServer((request, response) => {
      const { method = 'GET', url = '/', rawHeaders: headers } = request;
      if (!this.mayPass(() => storageWrite(method, url), request)) return void request.destroy();
      // The headers as they came, because they are signed.
      const onward = http.request({ hostname, port, method, path: url, headers, agent }, (answer) => {
        if (!this.mayReturn(request)) return void request.destroy();
        response.writeHead(answer.statusCode!, answer.rawHeaders);
        answer.pipe(response);
      });
      onward.on('error', () => request.destroy());
      response.on('close', () => onward.destroy());
      request.pipe(onward);
    });
    this.ends.push(() => {
      agent.destroy();
      server.closeAllConnections();
    });
    return at(target, await this.listen(server));
  }

  private async listen(server: net.Server): Promise<number> {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.ends.push(() => server.close());
    return (server.address() as net.AddressInfo).port;
  }

  private async abort(transaction: object): Promise<void> {
    const { hostname, port } = new URL(this.direct.MONGODB_URI!.split(',')[0]!.replace('mongodb:', 'tcp:'));
    const command = { abortTransaction: 1, ...transaction, autocommit: false, $db: 'admin' };
    await new Promise<void>((resolve, reject) => {
      const socket = net.connect(Number(port), hostname, () => socket.write(messageWith(command)));
      socket
        .on('data', () => socket.destroy())
        .on('close', () => resolve())
        .on('error', reject);
    });
  }
}

const at = (target: string, port: number): string => target.replace(new URL(target).host, `127.0.0.1:${port}`);
