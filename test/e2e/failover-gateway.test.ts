import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { v7 as newId } from 'uuid';
import type { Campaign, Export, NewWebhook, Problem, Replay, TagChange } from '#contracts';
import { ApiClient } from '../support/api.js';
import { MongoRelay, type Effect, type Fault } from '../support/mongo-relay.js';
import { nameOf, readApi, type Route } from '../support/routes.js';
import { startStack, type Stack } from '../support/stack.js';

const PHONE = '44687985632';
const FILE = `id,name\n${PHONE},Jane\n`;
/** Whoever has a key gets past these, so that the routes behind it meet the error. */
const SIGNING_IN = ['api_keys', 'organisations'];
/** They call what does not run here: the webhooks service, an OpenID provider. */
const OF_OTHERS = /\/(ping|retries|retry)$|oidc/;

const OUTAGE_MS = 1_500;
/** They wait for nothing, so an outage makes them answer 503. */
const READS = ['GET /v1/contacts', 'GET /v1/imports/{id}'];

/** What MongoDB answers, or does not, while another primary is elected. */
const ERRORS: [name: string, effect: Effect][] = [
  ['10107 NotWritablePrimary', { code: 10107 }],
  ['13435 NotPrimaryNoSecondaryOk', { code: 13435 }],
  ['11602 InterruptedDueToReplStateChange, after the write', { code: 11602, when: 'after' }],
  ['43 CursorNotFound', { code: 43 }],
  ['237 CursorKilled', { code: 237 }],
  ['64 WriteConcernFailed', { writeConcernError: 64 }],
  ['connections lost before the server saw it', { drop: 'before' }],
  ['connections lost after the server did it', { drop: 'after' }],
];

describe('a failover of MongoDB while people use the API', () => {
  let stack: Stack;
  let relay: MongoRelay;
  let api: ApiClient;
  let mongo: mongoose.mongo.MongoClient;
  let requests: { name: string; path: string; init: RequestInit }[];

  beforeAll(async () => {
    relay = await MongoRelay.before(process.env.MONGODB_URI!);
    stack = await startStack({
      services: ['gateway', 'importer', 'contacts'],
      env: {
        ENCRYPTION_KEY: randomBytes(32).toString('base64'),
        // All routes are called at once, and none may wait until the error is over.
        LIMIT_REQUESTS_PER_MINUTE: '100000',
        LIMIT_ORGANISATION_REQUESTS_AT_ONCE: '1000',
      },
      mongodb: (service, direct) => (service === 'gateway' ? relay.through(direct) : direct),
    });
    mongo = await new mongoose.mongo.MongoClient(stack.env.MONGODB_URI!).connect();
    const tenant = await stack.seed();
    api = new ApiClient(stack.url, tenant.keys.admin);
    const ids = await someOfEach(api, tenant.accounts[0]!.id);
    const { routes } = await readApi(stack.url);
    requests = routes
      .filter(({ path, method }) => !OF_OTHERS.test(path) && !(method === 'DELETE' && path === '/v1/session'))
      .map((route) => ({ name: nameOf(route), ...requestOf(route, ids) }));
  }, 90_000);
  afterEach(() => relay.disarm());
  afterAll(async () => {
    await mongo?.close();
    await stack?.stop();
    relay?.close();
  });

  /**
   * Calls these routes while this happens, until all have answered, or for as long as an outage lasts: it ends after
   * the reads have answered, however slow the machine is.
   * @returns what is wrong, the routes that answered 503, and what has happened to which collections
   */
  async function callAll(
    fault: Fault,
    { routes = requests, outage = false } = {},
  ): Promise<{ wrong: object[]; away: string[]; count: number; met: ReadonlySet<string> }> {
    const armed = relay.arm(fault);
    const wrong: object[] = [];
    const away: string[] = [];
    const answers = routes.map(async ({ name, path, init }) => {
      const response = await api.request(path, init);
      const { status, headers } = response;
      // The events of an import do not end.
      const text = await (response.ok && name.endsWith('/events') ? response.body?.cancel() : response.text());
      if (status === 503) {
        away.push(name);
        const { code } = JSON.parse(text!) as Problem;
        if (code !== 'unavailable' || !headers.get('retry-after'))
          wrong.push({ name, code, headers: [...headers.keys()] });
      } else if (status >= 500) wrong.push({ name, status, text });
    });
    if (outage) {
      const reads = answers.filter((_, index) => READS.includes(routes[index]!.name));
      await Promise.all([...reads, setTimeout(OUTAGE_MS)]);
      relay.disarm();
    }
    await Promise.all(answers);
    relay.disarm();
    return { wrong, away, count: armed.count, met: armed.met };
  }
  const collections = async () => {
    const names = (await mongo.db().listCollections().toArray()).map(({ name }) => name);
    // A commit names no collection, but has a 1 in its place.
    return [...names.filter((name) => !SIGNING_IN.includes(name)), '1'];
  };

  it.each(ERRORS)(
    '%s: no route answers 500, and every 503 says when to try again',
    async (_, effect) => {
      const fault = { effect, collections: await collections(), times: Infinity };
      const { wrong, away, count } = await callAll(fault, { outage: true });
      expect(wrong).toEqual([]);
      expect(count).toBeGreaterThan(0);
      // Changes are transactions, whose commit is repeated until a majority confirms it.
      const expected = 'writeConcernError' in effect ? [] : READS;
      expect(away).toEqual(expect.arrayContaining(expected));
    },
    60_000,
  );

  it('the same when only one collection fails', async () => {
    const away = new Set<string>();
    const usersOf = new Map<string, typeof requests>();
    for (const route of requests) {
      const { met } = await callAll({ effect: { delayMs: 0 }, times: Infinity }, { routes: [route] });
      for (const collection of met) usersOf.set(collection, [...(usersOf.get(collection) ?? []), route]);
    }
    for (const collection of await collections()) {
      const routes = usersOf.get(collection) ?? [];
      const found = await callAll({ effect: { code: 133 }, collections: [collection], times: Infinity }, { routes });
      expect({ collection, wrong: found.wrong }).toEqual({ collection, wrong: [] });
      for (const name of found.away) away.add(name);
    }
    expect(away.size).toBeGreaterThan(30);
  }, 120_000);

  it('afterwards everything works as before', async () => {
    const { wrong, away } = await callAll({ effect: { code: 133 }, collections: [] });
    // The stand-in keeps the unique key that the cancelled replay had (tools/local-services/README.md).
    expect({ wrong, away: away.filter((name) => name !== 'POST /v1/replays') }).toEqual({ wrong: [], away: [] });
  });
});

/** By the folder in a path, or the name of a parameter. */
type Ids = Record<string, string>;

async function someOfEach(api: ApiClient, accountId: string): Promise<Ids> {
  const { id: imports } = await api.importFile(accountId, FILE);
  const filter = { accountId };
  const url = 'http://127.0.0.1:9/';
  return {
    accountId,
    accounts: accountId,
    phone: PHONE,
    imports,
    campaigns: (await api.post<Campaign>('/v1/campaigns', { name: 'Summer', accountId })).id,
    exports: (await api.post<Export>('/v1/exports', { filter })).id,
    'tag-changes': (await api.post<TagChange>('/v1/tag-changes', { filter, add: ['x'] })).id,
    replays: (await api.post<Replay>('/v1/replays', { accountId, to: 'campaigns' })).id,
    webhooks: (await api.post<NewWebhook>('/v1/webhooks', { url, events: ['ImportFinished'] })).id,
  };
}

/** A request that a route understands, and that can be repeated. What only a DELETE ends has an id of nothing. */
function requestOf({ method, path }: Route, ids: Ids): { path: string; init: RequestInit } {
  const folder = path.split('/')[2]!;
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const id = ids[name === 'id' ? folder : name];
    return method === 'DELETE' || id === undefined ? newId() : id;
  });
  const { accountId } = ids;
  const bodies: Record<string, object> = {
    'POST /v1/accounts/{accountId}/contacts': { phone: PHONE, name: 'Jane' },
    'PATCH /v1/accounts/{accountId}/contacts/{phone}': { name: 'Jane' },
    'POST /v1/accounts/{accountId}/contacts/{phone}/reachability': { status: 'usable' },
    'PATCH /v1/accounts/{id}': { displayName: 'Account' },
    'POST /v1/campaigns': { name: 'Summer', accountId },
    'PATCH /v1/campaigns/{id}': { name: 'Summer' },
    'POST /v1/campaigns/reach': { accountId, segment: { tag: ['x'] } },
    'POST /v1/exports': { filter: { accountId } },
    'POST /v1/tag-changes': { filter: { accountId }, add: ['x'] },
    'POST /v1/replays': { accountId, to: 'campaigns' },
    'PATCH /v1/webhooks/{id}': { active: true },
    'POST /v1/keys': { name: 'Key', role: 'viewer' },
    'POST /v1/members': { email: 'jane@test.example', role: 'viewer' },
    'POST /v1/session': { email: 'jane@test.example', password: 'not the right one' },
  };
  const query = ['/v1/tags', '/v1/statistics/imports', '/v1/statistics/tags', '/v1/campaigns/audience'].includes(path)
    ? `?accountId=${accountId}`
    : '';
  if (method === 'POST' && path === '/v1/imports') return { path, init: { method, body: upload(accountId!) } };
  if (method === 'GET' || method === 'DELETE') return { path: filled + query, init: { method } };
  const body = JSON.stringify(bodies[`${method} ${path}`] ?? {});
  return { path: filled, init: { method, body, headers: { 'content-type': 'application/json' } } };
}

function upload(accountId: string): FormData {
  const form = new FormData();
  form.set('accountId', accountId);
  form.set('start', 'confirm');
  form.set('file', new Blob([FILE]), 'contacts.csv');
  return form;
}
