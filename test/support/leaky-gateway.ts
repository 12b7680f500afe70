import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** An answer of the gateway, and what is sent instead. */
export interface PassedAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** @param asked method, path and query, and body of a request */
export type Spoil = (asked: string, answer: PassedAnswer) => PassedAnswer | Promise<PassedAnswer>;

/** Belong to a single connection, or to the answer as it was sent. */
const OF_CONNECTION = ['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'content-encoding', 'host'];

/** A gateway that gives things away: it passes requests on to a real one, and spoils some answers. */
export class LeakyGateway {
  private constructor(
    readonly url: string,
    readonly close: () => void,
  ) {}

  static async before(url: string, spoil: Spoil): Promise<LeakyGateway> {
    const server = createServer((request, response) => {
      pass(url, request, spoil).then(
        ({ status, headers, body }) => response.writeHead(status, headers).end(body),
        (error: Error) => response.writeHead(500).end(error.stack),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new LeakyGateway(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, () => {
      server.closeAllConnections();
      server.close();
    });
  }
}

async function pass(url: string, request: IncomingMessage, spoil: Spoil): Promise<PassedAnswer> {
  const { method = 'GET', url: path = '/' } = request;
  const body = await buffer(request);
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: ofAnswer(Object.entries(request.headers) as [string, string][]),
    redirect: 'manual',
    ...(body.length > 0 && { body: new Uint8Array(body) }),
  });
  const passed = { status: answer.status, headers: ofAnswer([...answer.headers]), body: await answer.text() };
  return spoil(`${method} ${path} ${body.toString()}`, passed);
}

function ofAnswer(headers: [string, string][]): Record<string, string> {
  return Object.fromEntries(headers.filter(([name]) => !OF_CONNECTION.includes(name)));
}
