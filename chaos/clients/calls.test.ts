import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Random } from '../random.js';
import { Calls, NoUsefulAnswerError } from './calls.js';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

/** Two gateways that give these answers, one after another, whoever is asked; then 200. */
describe('the calls of clients', () => {
  let answers: Answer[];
  let asked: number[];
  let servers: Server[];
  let calls: Calls;

  beforeEach(async () => {
    [answers, asked] = [[], []];
    servers = await Promise.all([0, 1].map((index) => listen(index)));
    const urls = servers.map((server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    calls = new Calls(urls, 'key', new Random('calls'));
  });
  afterEach(() => {
    for (const server of servers) server.close().closeAllConnections();
  });

  async function listen(index: number): Promise<Server> {
    const server = createServer((request, response) => {
      asked.push(index);
      (answers.shift() ?? say(200))(response, request);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  const breaches = () => calls.findings().flatMap(({ broken }) => broken);

  it('ask another gateway after "later" and after no answer, and count both', async () => {
    answers = [say(503, { 'retry-after': '0' }), (response) => response.destroy(), say(429, { 'retry-after': '0' })];
    const answer = await calls.ask<{ code: string }>({ path: '/v1/imports/0197c5a0-7777-7000-8000-000000000007' });
    expect(answer).toMatchObject({ status: 200, value: { code: 'none' }, mayBeRepeated: false });
    expect(asked.map((one, index) => one !== asked[index - 1])).toEqual([true, true, true, true]);
    expect(calls.table()).toEqual([{ route: 'GET /v1/imports/{id}', answers: { 200: 1, 429: 1, 503: 1, none: 1 } }]);
    expect(breaches()).toEqual([]);
  });

  it.each([
    ['a 500', say(500), 'GET /v1/imports answered 500 none'],
    ['a 503 without Retry-After', say(503), 'GET /v1/imports answered 503 none without Retry-After'],
  ])('take %s for a breach, and go on', async (_, answer, breach) => {
    answers = [answer, answer];
    await calls.get('/v1/imports');
    expect(breaches()).toEqual([expect.stringMatching(`^${breach}, 2 ×, first at 20`)]);
  });

  it('take a refusal for a breach unless it was to be expected', async () => {
    answers = [say(404, {}, 'import_not_found'), say(409, {}, 'wrong_state')];
    await expect(calls.get('/v1/imports')).rejects.toThrow(NoUsefulAnswerError);
    expect(breaches()).toEqual([expect.stringContaining('404 import_not_found')]);
    expect(await calls.ask({ path: '/v1/imports', mayBe: ['wrong_state'] })).toMatchObject({ refused: 'wrong_state' });
    expect(breaches()).toHaveLength(1);
  });

  it('know when something may have been done without an answer, and look for it', async () => {
    answers = [(response) => response.destroy()];
    const call = { method: 'POST', path: '/v1/tag-changes', body: {} } as const;
    expect(await calls.ask({ ...call, lookUp: async () => 'found' })).toMatchObject({ value: 'found' });
    expect(asked).toHaveLength(1);
    answers = [say(429, { 'retry-after': '0' })];
    expect(await calls.ask({ ...call, lookUp: async () => 'found' })).toMatchObject({ mayBeRepeated: false });
    answers = [(response) => response.destroy()];
    expect(await calls.ask(call)).toMatchObject({ status: 200, mayBeRepeated: true });
  });

  it('are given up when the patience is over', async () => {
    answers = Array.from({ length: 9 }, () => say(503, { 'retry-after': '0' }));
    await expect(calls.ask({ path: '/v1/imports', patienceMs: 0 })).rejects.toThrow(NoUsefulAnswerError);
  });
});

function say(status: number, headers: Record<string, string> = {}, code = 'none'): Answer {
  return (response) => response.writeHead(status, headers).end(JSON.stringify({ code }));
}
