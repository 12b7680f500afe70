import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { GraphApi } from './graph-api.js';

/** A server that sends its callers elsewhere, to where the token must not go. */
describe('the client of the Graph API', () => {
  let server: http.Server;
  let api: GraphApi;
  const asked: string[] = [];
  let answer: (response: http.ServerResponse) => void;

  beforeAll(async () => {
    server = http.createServer((request, response) => {
      asked.push(request.url!.split('?')[0]!);
      answer(response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    api = new GraphApi({ GRAPH_API_URL: `http://127.0.0.1:${port}/v1` });
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('follows no redirect', async () => {
    answer = (response) => response.writeHead(302, { location: '/elsewhere' }).end();
    await expect(api.phoneNumbers('102', 'token')).rejects.toMatchObject({ fault: 'unreachable' });
    expect(asked.splice(0)).toEqual(['/v1/102/phone_numbers']);
  });

  it('goes to no address that an answer names', async () => {
    const page = { data: [], paging: { next: 'http://169.254.169.254/latest', cursors: { after: 'x' } } };
    let pages = 0;
    answer = (response) => response.end(JSON.stringify(pages++ === 0 ? page : { data: [] }));
    expect(await api.phoneNumbers('102', 'token')).toEqual([]);
    expect(asked.splice(0)).toEqual(['/v1/102/phone_numbers', '/v1/102/phone_numbers']);
  });
});
