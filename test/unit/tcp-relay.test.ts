import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../support/eventually.js';
import { TcpRelay, type Way } from '../support/tcp-relay.js';

/** Enough for somebody who was not held to have passed. */
const A_WHILE_MS = 100;

/** Before a server that says everything again. */
describe('the relay', () => {
  let server: net.Server;
  let relay: TcpRelay;
  /** What the server heard. */
  let heard: Buffer[];
  const clients: net.Socket[] = [];

  beforeEach(async () => {
    heard = [];
    server = net.createServer((socket) => {
      socket.on('data', (bytes) => heard.push(bytes)).on('error', () => undefined);
      socket.pipe(socket);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    relay = await TcpRelay.before(`tcp://127.0.0.1:${(server.address() as net.AddressInfo).port}`);
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.destroy();
    relay.close();
    server.close();
  });

  function connect() {
    const socket = net.connect(relay.port, '127.0.0.1');
    clients.push(socket);
    const answers: Buffer[] = [];
    socket.on('data', (bytes) => answers.push(bytes)).on('error', () => undefined);
    return { socket, answer: () => Buffer.concat(answers).toString() };
  }
  const heardText = () => Buffer.concat(heard).toString();
  const untilAnswered = ({ answer }: { answer: () => string }, text: string) =>
    eventually('it is answered', () => expect(answer()).toBe(text));

  it.each<[Way[], string]>([
    [['up', 'down'], ''],
    [['up'], ''],
    [['down'], 'ab'],
  ])('silent %j: connections stay open, and everything passes afterwards', async (ways, heardMeanwhile) => {
    const before = connect();
    before.socket.write('1');
    await untilAnswered(before, '1');
    heard = [];
    relay.fallSilent(...ways);
    before.socket.write('a');
    await sleep(A_WHILE_MS);
    const after = connect();
    after.socket.write('b');
    await once(after.socket, 'connect');
    await sleep(A_WHILE_MS);
    expect([heardText(), before.answer(), after.answer()]).toEqual([heardMeanwhile, '1', '']);
    expect([before.socket.closed, after.socket.closed]).toEqual([false, false]);
    relay.comeBack();
    await untilAnswered(before, '1a');
    await untilAnswered(after, 'b');
  });

  it('away: connections are closed, and new ones, until it comes back', async () => {
    const before = connect();
    await once(before.socket, 'connect');
    before.socket.write('1');
    await untilAnswered(before, '1');
    relay.goAway();
    await once(before.socket, 'close');
    await once(connect().socket, 'close');
    relay.comeBack();
    const after = connect();
    after.socket.write('2');
    await untilAnswered(after, '2');
  });

  it('slow: each piece waits, in both directions', async () => {
    relay.slowDown(() => A_WHILE_MS);
    const began = Date.now();
    const client = connect();
    client.socket.write('1');
    await untilAnswered(client, '1');
    expect(Date.now() - began).toBeGreaterThanOrEqual(2 * A_WHILE_MS);
  });

  it.each<[Way, number]>([
    ['up', 9_999],
    ['down', 100_000],
  ])('cuts one connection after so many bytes %s, once', async (way, heardAtLeast) => {
    const cut = relay.cut(way, 10_000);
    const client = connect();
    client.socket.write('x'.repeat(100_000));
    await cut;
    await eventually('it is closed', () => expect(client.socket.closed).toBe(true));
    await eventually('the server heard it', () => expect(heardText().length).toBeGreaterThanOrEqual(heardAtLeast));
    if (way === 'up') expect(heardText()).toHaveLength(9_999);
    else expect(client.answer()).toHaveLength(9_999);
    const after = connect();
    after.socket.write('x'.repeat(100_000));
    await eventually('nothing is cut any more', () => expect(after.answer()).toHaveLength(100_000));
  });
});
