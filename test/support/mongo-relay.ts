import type { Document } from 'mongodb';
import net from 'node:net';
import { joinSockets } from './join-sockets.js';
import { answerTo, documentOf, MessageCutter, requestIdOf, respondsTo, withDocument } from './mongo-messages.js';

/** What happens to a command. `after`: the server has carried it out. */
export type Effect =
  | { drop: 'before' | 'after' }
  | { delayMs: number }
  /** The answer is this error, with the labels that a server gives it unless there are others. */
  | { code: number; when?: 'before' | 'after'; labels?: readonly string[] }
  /** The server carries out the write, and answers that a majority did not confirm it. */
  | { writeConcernError: number };

export interface Fault {
  effect: Effect;
  /** Such as `insert`; without it, every command except those with which a driver looks after its servers. */
  commands?: readonly string[];
  /** Without it, every collection, and commands about none. */
  collections?: readonly string[];
  /** For how many commands. Default: one, or all within these seconds. */
  times?: number;
  seconds?: number;
}

/** Asked before each message. Where it says no, nothing more passes on that connection. */
export interface Gate {
  mayPass: (message: Buffer, connection: object) => boolean;
  mayReturn: (connection: object) => boolean;
}

/** How often a fault has happened, and to commands about which collections (`1` for a commit). */
export interface Happened {
  readonly count: number;
  readonly met: ReadonlySet<string>;
}

/** A fault that may still happen. */
interface ArmedFault extends Fault, Happened {
  until: number;
  count: number;
  met: Set<string>;
}

/** The errors of a server that is no primary any more, or shuts down. */
const STATE_CHANGES = new Set([91, 189, 10107, 11600, 11602, 13435, 13436]);
/** The errors that a server labels as retryable. */
const RETRYABLE_CODES = new Set([...STATE_CHANGES, 6, 7, 89, 134, 262, 9001]);
/** Also `abortTransaction`: a server that fails over has ended its open transactions itself. */
const LOOKING_AFTER = ['hello', 'ismaster', 'ping', 'endsessions', 'aborttransaction'];
/** Every `hello`, and every answer to one, is shorter. */
const HELLO_BYTES = 8_192;
const WRITES = ['insert', 'update', 'delete', 'findAndModify', 'commitTransaction'];

/**
 * A proxy in front of MongoDB that speaks its wire protocol. So a test can let chosen commands fail as they do while a
 * replica set elects another primary:
 *
 *     const relay = await MongoRelay.before(process.env.MONGODB_URI!);
 *     relay.arm({ commands: ['insert'], collections: ['contacts'], effect: { code: 10107 } });         // once
 *     relay.arm({ effect: { drop: 'after' }, seconds: 2 });                                            // all of them
 *     const client = new MongoClient(relay.through(process.env.MONGODB_URI!));
 *
 * It stands before each member of a replica set, and tells drivers its own addresses instead of theirs.
 */
export class MongoRelay {
  private readonly servers: net.Server[] = [];
  private readonly sockets = new Set<net.Socket>();
  /** The connections on which drivers wait to hear of changes of their servers' state. */
  private readonly monitors = new Set<net.Socket>();
  /** The relay's address for each address of a server. */
  private readonly addresses = new Map<string, string>();
  private faults: ArmedFault[] = [];
  private away = false;

  private constructor(private readonly gate: Gate | undefined) {}

  /** @param uri of MongoDB, with all members that can become primary */
  static async before(uri: string, gate?: Gate): Promise<MongoRelay> {
    const relay = new MongoRelay(gate);
    for (const address of hostsOf(uri).split(',')) await relay.listen(address);
    return relay;
  }

  /** The URI with which a client goes through the relay. */
  through(uri: string): string {
    return uri.replace(hostsOf(uri), [...this.addresses.values()].join());
  }

  /**
   * From now on, the fault happens to the commands that it names. Of several, the one that was armed first happens.
   * @returns what has happened so far
   */
  arm(fault: Fault): Happened {
    const { seconds, times = seconds ? Infinity : 1 } = fault;
    const until = seconds ? Date.now() + seconds * 1000 : Infinity;
    const armed = { ...fault, times, until, count: 0, met: new Set<string>() };
    this.faults.push(armed);
    return armed;
  }

  /** Forgets every fault. */
  disarm(): void {
    this.faults = [];
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
    for (const server of this.servers) server.close();
  }

  private async listen(address: string): Promise<void> {
    const { hostname, port } = new URL(`tcp://${address}`);
    const server = net.createServer((socket) => {
      if (this.away) socket.destroy();
      else this.join(socket, net.connect(Number(port), hostname));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.servers.push(server);
    this.addresses.set(address, `127.0.0.1:${(server.address() as net.AddressInfo).port}`);
  }

  private join(client: net.Socket, server: net.Socket): void {
    client.on('close', () => this.monitors.delete(client));
    /** By the id of their command: what happens to answers that are under way. */
    const coming = new Map<number, { effect: Effect; command: Document }>();
    const [commands, answers] = [new MessageCutter(), new MessageCutter()];
    const command = (message: Buffer): void => {
      if (this.gate && !this.gate.mayPass(message, client)) return void client.destroy();
      if (mayWaitForChanges(message) && isMonitor(documentOf(message))) this.monitors.add(client);
      // In most of a run under faults there is none, and a relay that parsed everything would be what is slow.
      const found = this.effectOn(message);
      if (!found) return void server.write(message);
      const { effect } = found;
      if ('drop' in effect && effect.drop === 'before') client.destroy();
      else if ('delayMs' in effect) setTimeout(() => server.write(message), effect.delayMs);
      else if ('code' in effect && effect.when !== 'after')
        client.write(answerTo(message, errorFor(found.command, effect)));
      else {
        coming.set(requestIdOf(message), found);
        server.write(message);
      }
    };
    const answer = (message: Buffer): void => {
      if (this.gate && !this.gate.mayReturn(client)) return void client.destroy();
      const due = coming.get(respondsTo(message));
      coming.delete(respondsTo(message));
      if (due && 'drop' in due.effect) client.destroy();
      else client.write(due ? changed(message, due) : this.withOurAddresses(message));
    };
    joinSockets(client, server, this.sockets, {
      up: (bytes) => [...commands.cut(bytes)].forEach(command),
      down: (bytes) => [...answers.cut(bytes)].forEach(answer),
    });
  }

  private effectOn(message: Buffer): { effect: Effect; command: Document } | null {
    if (this.faults.length === 0) return null;
    const command = documentOf(message);
    this.faults = this.faults.filter(({ count, times, until }) => count < times! && Date.now() < until);
    const found = this.faults.find((fault) => concerns(fault, command));
    if (!found) return null;
    found.count++;
    found.met.add(nameOf(command)[1]);
    // A server whose state changes tells those who wait for that, so that they do not take it for away for ten seconds.
    if ('code' in found.effect && STATE_CHANGES.has(found.effect.code))
      for (const monitor of this.monitors) monitor.destroy();
    return { effect: found.effect, command };
  }

  /** A replica set's answer to `hello` names its members, where a driver would go next. */
  private withOurAddresses(answer: Buffer): Buffer {
    if (answer.length > HELLO_BYTES) return answer;
    if (!answer.includes('isWritablePrimary') && !answer.includes('ismaster')) return answer;
    const document = documentOf(answer);
    if (!document.hosts) return answer;
    const ours = (address: string): string => this.addresses.get(address) ?? address;
    for (const field of ['me', 'primary']) if (document[field]) document[field] = ours(document[field] as string);
    for (const field of ['hosts', 'passives'])
      if (document[field]) document[field] = (document[field] as string[]).map(ours);
    return withDocument(answer, document);
  }
}

/** Whether this may be the command with which a driver waits to hear of changes. Cheaper than to parse it. */
const mayWaitForChanges = (message: Buffer): boolean =>
  message.length < HELLO_BYTES && message.includes('topologyVersion');

const isMonitor = (command: Document): boolean => command.maxAwaitTimeMS !== undefined && command.topologyVersion;

/** The hosts and ports in a URI. */
function hostsOf(uri: string): string {
  return /^mongodb:\/\/(?:[^@/]*@)?([^/?]+)/.exec(uri)![1]!;
}

function concerns({ commands, collections, effect }: Fault, command: Document): boolean {
  const [name, collection] = nameOf(command);
  if (commands ? !commands.includes(name) : LOOKING_AFTER.includes(name.toLowerCase())) return false;
  if (collections && !collections.includes(collection)) return false;
  if (!('writeConcernError' in effect)) return true;
  return WRITES.includes(name) && (!isInTransaction(command) || name === 'commitTransaction');
}

function nameOf(command: Document): [name: string, collection: string] {
  const name = Object.keys(command)[0]!;
  return [name, String(name === 'getMore' ? command.collection : command[name])];
}

const isInTransaction = (command: Document): boolean => command.autocommit === false;

function errorFor(command: Document, { code, labels }: { code: number; labels?: readonly string[] }): Document {
  const errorLabels = labels ?? labelsFor(command, code);
  return { ok: 0, code, codeName: `Code${code}`, errmsg: `the relay says ${code}`, errorLabels };
}

/** The labels that a server gives an error with this code. */
function labelsFor(command: Document, code: number): string[] {
  if (!RETRYABLE_CODES.has(code)) return [];
  if (isInTransaction(command) && nameOf(command)[0] !== 'commitTransaction') return ['TransientTransactionError'];
  return command.txnNumber ? ['RetryableWriteError'] : [];
}

function changed(answer: Buffer, { effect, command }: { effect: Effect; command: Document }): Buffer {
  if ('code' in effect) return withDocument(answer, errorFor(command, effect));
  if (!('writeConcernError' in effect)) return answer;
  const { writeConcernError: code } = effect;
  const errorLabels = labelsFor(command, code);
  const writeConcernError = { code, codeName: `Code${code}`, errmsg: `the relay says ${code}` };
  return withDocument(answer, { ...documentOf(answer), writeConcernError, ...(errorLabels.length && { errorLabels }) });
}
