import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Import } from '#contracts';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { startStack, type SeededTenant, type Stack } from '../support/stack.js';
import { TcpRelay } from '../support/tcp-relay.js';

const SOON_MS = 300;

/** Each organisation has one place. The object store is behind a relay, so that a request can be made to take long. */
describe('requests of one organisation at the same time', () => {
  let storage: TcpRelay;
  let stack: Stack;
  let crowded: SeededTenant;
  let api: ApiClient;
  let imported: Import;

  beforeAll(async () => {
    storage = await TcpRelay.before(process.env.S3_ENDPOINT!);
    stack = await startStack({
      together: ['gateway', 'importer'],
      services: [],
      env: { LIMIT_ORGANISATION_REQUESTS_AT_ONCE: '1', S3_ENDPOINT: `http://127.0.0.1:${storage.port}` },
    });
    crowded = await stack.seed();
    api = new ApiClient(stack.url, crowded.keys.editor);
    const file = 'id,name\n34600000001,Ana\nx,Bea\n';
    const { id } = await api.upload(crowded.accounts[0]!.id, file, { start: 'confirm' });
    imported = await eventually('the file is checked', async () => {
      const found = await api.get<Import>(`/v1/imports/${id}`);
      expect(found.status).toBe('ready');
      return found;
    });
  }, 60_000);
  afterAll(async () => {
    storage?.comeBack();
    await stack?.stop();
    storage?.close();
  });

  /** @param signal when the client gives up */
  const me = ({ keys }: SeededTenant, signal?: AbortSignal): Promise<Response> =>
    fetch(`${stack.url}/v1/me`, { ...(signal && { signal }), headers: { authorization: `Bearer ${keys.viewer}` } });
  const soon = () => AbortSignal.timeout(SOON_MS);

  it('are all answered, one after another', async () => {
    const answers = await Promise.all(Array.from({ length: 60 }, () => me(crowded)));
    expect(answers.map(({ status }) => status)).toEqual(Array(60).fill(200));
  });

  it('wait for a place while others are served, and those whose client has gone leave theirs', async () => {
    const other = await stack.seed();
    storage.fallSilent('down');
    // It reads an object of the file.
    const long = api.request(`/v1/imports/${imported.id}/rows`);
    await eventually('the place is taken', () => expect(me(crowded, soon())).rejects.toThrow());
    const next = me(crowded);
    expect((await me(other)).status).toBe(200);
    await expect(me(crowded, soon())).rejects.toThrow();
    storage.comeBack();
    expect((await long).status).toBe(200);
    expect((await next).status).toBe(200);
    expect((await me(crowded)).status).toBe(200);
  });

  it('are refused when they wait too long, with the time after which to try again', async () => {
    storage.fallSilent('down');
    const long = api.request(`/v1/imports/${imported.id}/rows`);
    await eventually('the place is taken', () => expect(me(crowded, soon())).rejects.toThrow());
    const refused = await me(crowded);
    storage.comeBack();
    await long;
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await refused.json()).toMatchObject({ code: 'too_many_requests' });
  });

  it('do not wait for a stream of events, nor for an edit that waits for another service', async () => {
    const gone = new AbortController();
    const headers = { authorization: `Bearer ${crowded.keys.editor}` };
    const stream = await fetch(`${stack.url}/v1/imports/${imported.id}/events`, { headers, signal: gone.signal });
    expect(stream.status).toBe(200);
    // Nobody runs the contacts service here.
    const edit = fetch(`${stack.url}/v1/accounts/${crowded.accounts[0]!.id}/contacts`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ phone: '34600000002', name: 'Leo' }),
      signal: gone.signal,
    }).then(
      () => 'answered',
      () => 'gone',
    );
    for (let times = 0; times < 5; times++) expect((await me(crowded)).status).toBe(200);
    gone.abort();
    expect(await edit).toBe('gone');
  });
});
