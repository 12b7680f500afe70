import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** Answers a request to a service that cannot serve it yet. */
export type Refusal = (request: IncomingMessage, response: ServerResponse) => void;

/** The delay in seconds after which a client may try again, for the header `Retry-After`. */
export const RETRY_AFTER_SECONDS = '5';

const refuseWithoutBody: Refusal = (_, response) => {
  response.writeHead(503, { 'Retry-After': RETRY_AFTER_SECONDS }).end();
};

/**
 * Answers in place of a service that waits for its dependencies: it is alive but not ready, and serves nothing else.
 * The connections are closed, so that the next request finds the service itself.
 * @param checks the dependencies that respond and those that do not; read at each request
 * @returns a function that stops listening, so that the service can take over the port
 */
export async function listenWhileWaiting(
  { port, host, refuse = refuseWithoutBody }: { port: number; host: string; refuse?: Refusal | undefined },
  checks: Readonly<Record<string, string>>,
): Promise<() => Promise<void>> {
  const server = createServer((request, response) => {
    response.setHeader('Connection', 'close');
    const [path] = request.url!.split('?');
    if (path === '/healthz') answer(response, 200, { status: 'ok' });
    else if (path === '/readyz') answer(response, 503, { status: 'waiting', checks });
    else refuse(request, response);
  });
  server.listen(port, host);
  await once(server, 'listening');
  return async () => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}
