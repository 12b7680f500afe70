import { beforeAll, describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import { v7 as newId } from 'uuid';
import {
  KEY_SCOPES,
  ROLES,
  type ApiKey,
  type NewApiKey,
  type NewInvitation,
  type Page,
  type Session,
} from '#contracts';
import { hashToken } from '#platform';
import {
  call,
  cursorFindings,
  differences,
  listsIn,
  placesIn,
  routesFor,
  routesWithCursors,
  slowness,
  strangersIn,
  wrongAnswers,
  type Caller,
  type Times,
  type World,
} from '../support/access-findings.js';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { inParallel } from '../support/in-parallel.js';
import { LeakyGateway, type PassedAnswer, type Spoil } from '../support/leaky-gateway.js';
import { makeOneOfEach, type Ids } from '../support/one-of-each.js';
import { makeOperatorKey } from '../support/operator-key.js';
import { cookieOf, postJson } from '../support/page-session.js';
import { nameOf, readApi, type Api, type Route } from '../support/routes.js';
import { sharedStack, type RunningProduct, type SeededTenant } from '../support/stack.js';

const PASSWORD = 'correct horse battery staple';
/** The kinds of ids that belong to an account, as far as not only administrators see them. */
const OF_ACCOUNTS = [
  ...['accounts', 'phone', 'imports', 'uploads', 'campaigns', 'exports'],
  ...['tag-changes', 'undos', 'segments'],
];

/**
 * Every route of the OpenAPI document, called by everybody who may and may not, with ids of others. What is expected
 * follows from the route's declaration, so a new route needs nothing here, unless it has an id of a new kind.
 */
describe('every route', () => {
  let stack: RunningProduct;
  let api: Api;
  let tenant: SeededTenant;
  let stranger: SeededTenant;

  beforeAll(async () => {
    stack = await sharedStack();
    api = await readApi(stack.url);
    // Where no other file has run before, the operators are the first one, and ours are not.
    await stack.seed({ accounts: ['active'] });
    // The ids of whoever comes first are lower.
    stranger = await stack.seed();
    tenant = await stack.seed();
  }, 60_000);

  const page = (cookie: string) => ({ 'x-requested-with': 'contacts', cookie });
  const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
  const signIn = async ({ email, password }: { email: string; password: string }): Promise<string> =>
    cookieOf(await postJson(`${stack.url}/v1/session`, { email, password }));

  /** Somebody who has accepted an invitation, and is signed in. */
  async function join(admin: ApiClient, rights: object): Promise<{ id: string; cookie: string }> {
    const invited = { email: `${newId()}@test.example`, ...rights };
    const { link } = await admin.post<NewInvitation>('/v1/members', invited);
    const accepted = { token: link.split('=')[1], name: 'Somebody', password: PASSWORD };
    const answer = await postJson(`${stack.url}/v1/invitations/accept`, accepted);
    return { id: ((await answer.json()) as { id: string }).id, cookie: cookieOf(answer) };
  }
  const makeKey = (admin: ApiClient, rights: object): Promise<NewApiKey> =>
    admin.post('/v1/keys', { name: 'For the matrix', role: 'admin', ...rights });

  describe('is for those alone whom its declaration names', () => {
    let admin: ApiClient;
    let closed: Route[];

    beforeAll(() => {
      admin = new ApiClient(stack.url, tenant.keys.admin);
      closed = api.routes.filter(({ isPublic }) => !isPublic);
      expect(closed.length).toBeGreaterThan(90);
    });

    it('and says so in its list of problems', () => {
      for (const { method, path, role, scope, isPersonal, isDownload, problems } of api.routes) {
        const [isPublic, changes] = [role === 'public', method !== 'GET'];
        expect({ method, path, not_signed_in: problems.includes('not_signed_in') }).toMatchObject({
          not_signed_in: !isPublic,
        });
        const hasLimits = !isPublic && (role !== 'viewer' || scope !== 'any' || isPersonal || isDownload);
        expect({ method, path, not_allowed: problems.includes('not_allowed') }).toMatchObject({
          not_allowed: hasLimits,
        });
        if (!isPublic) expect({ method, path, csrf: problems.includes('csrf') }).toMatchObject({ csrf: changes });
      }
    });

    it('not for those who were somebody once', async () => {
      const nobodies = await thoseWhoWereSomebody();
      for (const [name, headers] of Object.entries(nobodies))
        expect(await wrongAnswers(stack.url, closed, { name, headers, role: null, kind: 'person' })).toEqual([]);
    });

    /** The headers of nobody, and of those who were somebody once. */
    async function thoseWhoWereSomebody(): Promise<Record<string, Record<string, string>>> {
      const [ended, expired] = [await signIn(tenant.user), await signIn(tenant.user)];
      await fetch(`${stack.url}/v1/session`, { method: 'DELETE', headers: page(ended) });
      const removed = await join(admin, { role: 'admin' });
      await admin.request(`/v1/members/${removed.id}`, { method: 'DELETE' });
      const [revoked, rotated, over] = [await makeKey(admin, {}), await makeKey(admin, {}), await makeKey(admin, {})];
      await admin.request(`/v1/keys/${revoked.id}`, { method: 'DELETE' });
      await admin.post(`/v1/keys/${rotated.id}/rotate`, { overlapHours: 0 });
      const mongo = await new mongoose.mongo.MongoClient(stack.env.MONGODB_URI!).connect();
      const end = (collection: string, _id: string) =>
        mongo
          .db()
          .collection(collection)
          .updateOne({ _id: _id as never }, { $set: { expiresAt: new Date(Date.now() - 1) } });
      await end('sessions', hashToken(expired.split('=')[1]!));
      await end('api_keys', over.id);
      await mongo.close();
      return {
        'no session': {},
        'ended session': page(ended),
        'expired session': page(expired),
        'removed member': page(removed.cookie),
        'revoked key': bearer(revoked.key),
        'expired key': bearer(over.key),
        'key before its rotation': bearer(rotated.key),
        'wrong key with a valid session': { ...page(await signIn(tenant.user)), ...bearer('ck_wrong') },
      };
    }

    it('whoever calls, however: people and keys by their role', async () => {
      for (const role of ROLES) {
        const { cookie } = await join(admin, { role });
        const callers: Caller[] = [
          { name: `key ${role}`, headers: bearer(tenant.keys[role]), role, kind: 'key' },
          { name: `person ${role}`, headers: page(cookie), role, kind: 'person' },
        ];
        for (const caller of callers) expect(await wrongAnswers(stack.url, closed, caller)).toEqual([]);
      }
    });

    it('not for another site that has the cookie of an administrator sent, where something changes', async () => {
      const { cookie } = await join(admin, { role: 'admin' });
      const signOut = api.routes.filter(({ isPublic, method }) => isPublic && method === 'DELETE');
      const changes = [...signOut, ...closed.filter(({ method }) => method !== 'GET')];
      const caller: Caller = { name: 'cookie', headers: { cookie }, role: 'admin', kind: 'person without our header' };
      expect(await wrongAnswers(stack.url, changes, caller)).toEqual([]);
      expect(signOut).toHaveLength(1);
    });

    it('for keys by their scope', async () => {
      expect(new Set(closed.map(({ scope }) => scope))).toEqual(new Set(['any', ...KEY_SCOPES]));
      for (const scope of KEY_SCOPES) {
        const { key } = await makeKey(admin, { scopes: [scope] });
        const caller = { name: `key for ${scope}`, headers: bearer(key), role: 'admin', kind: 'key' } as const;
        expect(await wrongAnswers(stack.url, closed, { ...caller, scopes: [scope] })).toEqual([]);
      }
    });

    it('for people who may download, where it gives out a file', async () => {
      const downloads = closed.filter(({ isDownload }) => isDownload);
      expect(downloads.length).toBeGreaterThan(4);
      const { cookie } = await join(admin, { role: 'editor', mayDownload: false });
      const caller = { name: 'no downloads', headers: page(cookie), role: 'editor', kind: 'person' } as const;
      expect(await wrongAnswers(stack.url, downloads, { ...caller, mayNotDownload: true })).toEqual([]);
    });

    it('for operators, where it is about the whole installation', async () => {
      const ofOperators = closed.filter(({ isForOperators }) => isForOperators);
      expect(ofOperators.length).toBeGreaterThan(6);
      const { key } = await makeOperatorKey(stack);
      const caller = { name: 'operator', headers: bearer(key), role: 'admin', kind: 'key' } as const;
      expect(await wrongAnswers(stack.url, ofOperators, { ...caller, isOperator: true })).toEqual([]);
    });

    it('and lets anybody in where it is public', async () => {
      const anybody: Caller = { name: 'anybody', headers: {}, role: null, kind: 'person' };
      await inParallel(
        api.routes.filter(({ isPublic }) => isPublic),
        async (route) => expect(await call(stack.url, route, anybody)).not.toMatch(/not_signed_in|not_allowed|csrf/),
      );
    });
  });

  describe('treats ids of others like ids that do not exist', () => {
    let admin: ApiClient;
    /** Asks for what belongs to another organisation. */
    let ofOrganisation: World;
    /** Is limited to one account, and asks for what belongs to the other one of the same organisation. */
    let ofAccount: World;
    /** Each world, with the role of whoever asks, and the key of somebody who sees what is theirs. */
    let worlds: [world: World, role: 'admin' | 'editor', key: string][];

    beforeAll(async () => {
      admin = new ApiClient(stack.url, stranger.keys.admin);
      const [first, second] = stranger.accounts;
      // First, so that all that is theirs is newer than all that is our own, like the ids of nobody.
      const cookie = await signIn(stranger.user);
      const rights = { role: 'editor', accountIds: [second!.id] };
      const limited: Record<string, string>[] = [
        page((await join(admin, rights)).cookie),
        bearer((await makeKey(admin, rights)).key),
      ];
      const ofSecond = await makeOneOfEach(stack, stranger, '34600000007', second);
      const own = await makeOneOfEach(stack, stranger, '34600000009', first);
      const theirs = await makeOneOfEach(stack, tenant, '34655443399');
      [own.me, theirs.me] = [await sessionOf(cookie), await sessionOf(await signIn(tenant.user))];
      const theirAdmin = new ApiClient(stack.url, tenant.keys.admin);
      await eventually('nothing changes any more', async () => {
        for (const [client, ids] of [
          [admin, ofSecond] as const,
          [admin, own] as const,
          [theirAdmin, theirs] as const,
        ]) {
          expect(await client.get(`/v1/imports/${ids.imports}`)).toMatchObject({ status: 'ready' });
          for (const kind of ['exports', 'tag-changes', 'replays'])
            expect(await client.get(`/v1/${kind}/${ids[kind]}`)).toMatchObject({ status: 'completed' });
        }
      });
      const nobodys = nobodysIds(Object.keys(theirs));
      const who = ({ isPersonal }: Route) => (isPersonal ? page(cookie) : bearer(stranger.keys.admin));
      ofOrganisation = { api, url: stack.url, who, own, theirs, nobodys };
      ofAccount = {
        ...{ api, url: stack.url, own: ofSecond, nobodys },
        theirs: Object.fromEntries(OF_ACCOUNTS.map((kind) => [kind, own[kind]!])),
        // Routes in turns, because both are limited in the same place.
        who: (route) => limited[api.routes.indexOf(route) % limited.length]!,
      };
      worlds = [
        [ofOrganisation, 'admin', tenant.keys.admin],
        [ofAccount, 'editor', stranger.keys.admin],
      ];
    }, 60_000);

    const nobodysIds = (kinds: string[]): Ids =>
      Object.fromEntries(kinds.map((kind) => [kind, kind === 'phone' ? '34600000002' : newId()]));
    const sessionOf = async (of: string): Promise<string> =>
      ((await (await fetch(`${stack.url}/v1/me/sessions`, { headers: { cookie: of } })).json()) as Page<Session>)
        .items[0]!.id;
    const named = (name: string): Route => api.routes.find((route) => nameOf(route) === name)!;

    // First, because a list also shows an id that somebody asked for below.
    it('in lists, which have none of them', async () => {
      for (const [world, role] of worlds) {
        const lists = listsIn(routesFor(role, api));
        const seen = await Promise.all(lists.map((list) => strangersIn(world, list)));
        expect(seen.flatMap(({ found }) => found)).toEqual([]);
        expect(seen.filter(({ showsOwn }) => showsOwn).length).toBeGreaterThan(6);
      }
    });

    it('hidden in cursors', async () => {
      for (const [world, role, key] of worlds) {
        const lists = routesWithCursors(routesFor(role, api));
        expect(lists.length).toBeGreaterThan(1);
        for (const list of lists) expect(await cursorFindings(world, list, bearer(key))).toEqual([]);
      }
    });

    it('of another organisation, wherever they are: in paths, queries, headers and bodies', async () => {
      const times: Times = { theirs: [], nobodys: [] };
      const found: string[] = [];
      for (const route of routesFor('admin', api))
        for (const place of placesIn(route, api))
          found.push(...(await differences(ofOrganisation, route, place, times)));
      expect(found).toEqual([]);
      expect(times.theirs.length).toBeGreaterThan(100);
      expect(slowness(times)).toEqual([]);
    });

    it('of another account of the own organisation, for who is limited to one', async () => {
      const found: string[] = [];
      let places = 0;
      for (const route of routesFor('editor', api))
        for (const place of placesIn(route, api, OF_ACCOUNTS)) {
          found.push(...(await differences(ofAccount, route, place)));
          places++;
        }
      expect(places).toBeGreaterThan(50);
      expect(found).toEqual([]);
    });

    it('and keeps them as they were', async () => {
      const { items } = await new ApiClient(stack.url, tenant.keys.admin).get<Page<ApiKey>>('/v1/keys');
      expect(items.find(({ id }) => id === ofOrganisation.theirs.keys)).toMatchObject({ revokedAt: null });
      expect((await admin.get<{ count: { value: number } }>('/v1/members')).count.value).toBe(2);
      const { theirs } = ofAccount;
      expect(await admin.get(`/v1/imports/${theirs.imports}`)).toMatchObject({ status: 'ready' });
      expect(await admin.get(`/v1/campaigns/${theirs.campaigns}`)).toMatchObject({ state: 'draft' });
      expect(await admin.get(`/v1/segments/${theirs.segments}`)).toMatchObject({ name: `Of ${theirs.phone}` });
    });

    /** A gateway that gives something away: what is looked at above must find it. */
    describe('which is seen where it is not so:', () => {
      async function through<T>(spoil: Spoil, look: (world: World) => Promise<T>): Promise<T> {
        const gateway = await LeakyGateway.before(stack.url, spoil);
        try {
          return await look({ ...ofOrganisation, url: gateway.url });
        } finally {
          gateway.close();
        }
      }
      const isAboutTheirs = (asked: string): boolean => asked.includes(ofOrganisation.theirs.imports!);
      const READS = ['GET /v1/imports/{id}', 'GET /v1/campaigns/{id}'];
      const look = async (world: World, times?: Times): Promise<string[]> => {
        const found: string[] = [];
        for (const route of READS.map(named))
          for (const place of placesIn(route, api)) found.push(...(await differences(world, route, place, times)));
        return [...new Set(found.map((line) => line.split(': ')[0]!))];
      };
      const AT = ['GET /v1/imports/{id} with path id'];

      it.each<[what: string, leak: (answer: PassedAnswer) => PassedAnswer, found: string[]]>([
        ['another status', (answer) => ({ ...answer, status: 403 }), AT],
        ['another body', (answer) => ({ ...answer, body: answer.body.replace('}', ',"owner":1}') }), AT],
        ['another header', ({ headers, ...answer }) => ({ ...answer, headers: { ...headers, 'x-owner': '1' } }), AT],
        ['another value', ({ headers, ...answer }) => ({ ...answer, headers: { ...headers, vary: '*' } }), AT],
        ['nothing, if nothing is spoilt', (answer) => answer, []],
      ])('%s', async (_, leak, found) => {
        const spoil: Spoil = (asked, answer) => (isAboutTheirs(asked) ? leak(answer) : answer);
        expect(await through(spoil, look)).toEqual(found);
      });

      it('the same status for an id of nobody, if it is not 404', async () => {
        const spoil: Spoil = (asked, answer) => (asked.includes('/imports/') ? { ...answer, status: 403 } : answer);
        expect(await through(spoil, look)).toEqual(AT);
      });

      it('a longer time', async () => {
        const spoil: Spoil = async (asked, answer) => {
          if (isAboutTheirs(asked)) await new Promise((resolve) => setTimeout(resolve, 500));
          return answer;
        };
        const times: Times = { theirs: [], nobodys: [] };
        await through(spoil, async (world) => {
          const [route] = READS.map(named);
          for (const place of placesIn(route!, api)) await differences(world, route!, place, times);
        });
        expect(slowness(times)).toEqual([expect.stringMatching(/^ids of others take/)]);
      });

      it('an id in a list, and a contact after a cursor', async () => {
        const { theirs } = ofOrganisation;
        const spoil: Spoil = (asked, answer) =>
          /^GET \/v1\/campaigns|[?&]after=/.test(asked)
            ? { ...answer, body: `${answer.body} ${theirs.campaigns} ${theirs.phone}` }
            : answer;
        const { found } = await through(spoil, (world) => strangersIn(world, named('GET /v1/campaigns')));
        expect(found).toHaveLength(2);
        const list = named('GET /v1/contacts');
        const after = await through(spoil, (world) => cursorFindings(world, list, bearer(tenant.keys.admin)));
        expect(after).toContain(`GET /v1/contacts shows phone ${theirs.phone}`);
      });

      it('whoever gets in, and whoever does not', async () => {
        const spoil: Spoil = (asked, answer) => {
          if (asked.startsWith('GET /v1/keys')) return { ...answer, status: 200, body: '{}' };
          const body = '{"type":"urn:contacts:problem:not_allowed"}';
          return asked.startsWith('GET /v1/me?') ? { ...answer, status: 403, body } : answer;
        };
        const routes = ['GET /v1/keys', 'GET /v1/me', 'GET /v1/imports'].map(named);
        const wrong = (caller: Caller) => through(spoil, ({ url }) => wrongAnswers(url, routes, caller));
        const viewer = { headers: bearer(stranger.keys.viewer), role: 'viewer', kind: 'key' } as const;
        expect(await wrong({ name: 'anybody', headers: {}, role: null, kind: 'person' })).toEqual([
          'anybody: GET /v1/keys is 200 , not 401 not_signed_in',
          'anybody: GET /v1/me is 403 not_allowed, not 401 not_signed_in',
        ]);
        expect(await wrong({ name: 'viewer', ...viewer })).toEqual([
          'viewer: GET /v1/keys is 200 , not 403 not_allowed',
          'viewer: GET /v1/me is 403 not_allowed, not allowed',
        ]);
      });
    });
  });
});
