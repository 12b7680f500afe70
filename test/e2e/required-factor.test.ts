import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import type { AuditEntry, FactorPolicy, Me, NewInvitation, Page } from '#contracts';
import { ApiClient } from '../support/api.js';
import { Authenticator } from '../support/authenticator.js';
import { eventually } from '../support/eventually.js';
import { inParallel } from '../support/in-parallel.js';
import { Person } from '../support/person.js';
import { nameOf, readRoutes } from '../support/routes.js';
import { sharedStack, type RunningProduct, type SeededTenant } from '../support/stack.js';

const PASSWORD = 'nine green cats on a roof';
const POLICY = '/second-factor-policy';
const MISSING = '403 second_factor_required';

/** What members without a second factor can do in an organisation that requires one. */
describe('a required second factor', () => {
  let stack: RunningProduct;
  let mongo: mongoose.mongo.MongoClient;
  let tenant: SeededTenant;
  let admin: ApiClient;
  let ana: Person;
  let li: Person;

  beforeAll(async () => {
    stack = await sharedStack();
    mongo = await new mongoose.mongo.MongoClient(stack.env.MONGODB_URI!).connect();
    tenant = await stack.seed();
    admin = new ApiClient(stack.url, tenant.keys.admin);
    ana = new Person(stack.url, tenant.user);
    await ana.signIn();
    li = await join('li', 'editor');
  }, 60_000);
  afterAll(() => mongo?.close());

  async function join(name: string, role: string): Promise<Person> {
    const person = new Person(stack.url, { email: `${name}-${tenant.user.email}`, password: PASSWORD });
    const { link } = await admin.post<NewInvitation>('/v1/members', { email: person.user.email, role });
    const token = new URLSearchParams(new URL(link).hash.slice(1)).get('invitation');
    await person.read('POST', '/invitations/accept', { token, name, password: PASSWORD });
    return person;
  }
  const contacts = (person: Person): Promise<string> => person.outcome('/contacts?limit=1', undefined, 'GET');
  /** A gateway remembers for a second what an organisation requires. */
  const becomes = (person: Person, outcome: string): Promise<void> =>
    eventually('the change has arrived', async () => expect(await contacts(person)).toBe(outcome));

  it('is switched on by an administrator who has one, and who sees first whom it concerns', async () => {
    expect(await ana.read<FactorPolicy>('GET', POLICY)).toEqual({ requiredSince: null, members: 2, withoutFactor: 2 });
    expect(await ana.outcome(POLICY, undefined, 'PUT')).toBe('409 no_second_factor');
    expect(await li.outcome(POLICY, undefined, 'PUT')).toBe('403 not_allowed');
    // A key has no second factor.
    expect((await admin.request(`/v1${POLICY}`, { method: 'PUT' })).status).toBe(403);
    expect((await admin.request(`/v1${POLICY}`, { method: 'DELETE' })).status).toBe(403);
    expect(await admin.get<FactorPolicy>(`/v1${POLICY}`)).toMatchObject({ requiredSince: null });

    await ana.setUpApp();
    expect(await ana.read('GET', POLICY)).toMatchObject({ requiredSince: null, withoutFactor: 1 });
    const on = await ana.read<FactorPolicy>('PUT', POLICY);
    expect(on).toEqual({ requiredSince: expect.any(String), members: 2, withoutFactor: 1 });
    expect((await ana.read<FactorPolicy>('PUT', POLICY)).requiredSince).toBe(on.requiredSince);
    const [entry] = (await admin.get<Page<AuditEntry>>('/v1/audit?action=second_factor.required')).items;
    expect(entry).toMatchObject({ actor: { kind: 'user' }, targets: [tenant.organisationId] });
  });

  it('stops sessions that are there and new ones, on every route but those to set one up', async () => {
    await becomes(li, MISSING);
    const again = new Person(stack.url, li.user);
    expect(await again.signIn()).toBe('200');
    expect(await again.me()).toMatchObject({ secondFactorMissing: true });
    expect(await ana.me()).not.toHaveProperty('secondFactorMissing');
    expect(await contacts(ana)).toBe('200');

    const routes = (await readRoutes(stack.url)).filter(({ isPublic }) => !isPublic);
    const open: string[] = [];
    await inParallel(routes, async (route) => {
      const path = route.path.replace('/v1', '').replace(/\{\w+\}/g, 'x');
      const isStopped = (await again.outcome(`${path}?unknown=1`, undefined, route.method)) === MISSING;
      expect([nameOf(route), isStopped]).toEqual([nameOf(route), route.problems.includes('second_factor_required')]);
      if (!isStopped) open.push(nameOf(route));
    });
    expect(open.filter((name) => !name.includes(' /v1/me/second-factor')).sort()).toEqual([
      'GET /v1/me',
      'POST /v1/session/organisation',
    ]);
    expect(await again.outcome('/../admin/queues/', undefined, 'GET')).toBe(MISSING);
    expect((await again.ask('DELETE', '/session')).status).toBe(204);
  });

  it('does not concern API keys', async () => {
    for (const key of [tenant.keys.viewer, tenant.keys.admin])
      expect((await new ApiClient(stack.url, key).request('/v1/contacts?limit=1')).status).toBe(200);
  });

  it('counts from the next request on when one is set up, an app or a passkey', async () => {
    const jo = await join('jo', 'viewer');
    expect(await contacts(jo)).toBe(MISSING);
    await li.setUpApp();
    await jo.addPasskey(new Authenticator(stack.url.replace('127.0.0.1', 'localhost')), 'Telephone');
    expect([await contacts(li), await contacts(jo)]).toEqual(['200', '200']);
    expect(await li.me()).not.toHaveProperty('secondFactorMissing');
    expect(await ana.read('GET', POLICY)).toMatchObject({ members: 3, withoutFactor: 0 });
  });

  it('holds where a session comes to the organisation, and not in another one', async () => {
    const other = await stack.seed();
    const { link } = await admin.post<NewInvitation>('/v1/members', { email: other.user.email, role: 'viewer' });
    const eve = new Person(stack.url, other.user);
    await eve.signIn();
    expect(await contacts(eve)).toBe('200');
    const token = new URLSearchParams(new URL(link).hash.slice(1)).get('invitation');
    expect(await eve.read<Me>('POST', '/invitations/accept-as-me', { token })).toMatchObject({
      organisation: { id: tenant.organisationId },
      secondFactorMissing: true,
    });
    expect(await contacts(eve)).toBe(MISSING);
    const switchTo = (organisationId: string) => eve.read<Me>('POST', '/session/organisation', { organisationId });
    expect(await switchTo(other.organisationId)).not.toHaveProperty('secondFactorMissing');
    expect(await contacts(eve)).toBe('200');
    expect(await switchTo(tenant.organisationId)).toMatchObject({ secondFactorMissing: true });
    expect(await contacts(eve)).toBe(MISSING);
  });

  it('returns for who has turned theirs off, and for nobody when it is switched off', async () => {
    const { id } = await li.me();
    await mongo.db().collection<{ _id: string }>('second_factors').deleteOne({ _id: id });
    expect(await contacts(li)).toBe(MISSING);
    expect(await ana.read<FactorPolicy>('DELETE', POLICY)).toMatchObject({ requiredSince: null });
    await becomes(li, '200');
    const [entry] = (await admin.get<Page<AuditEntry>>('/v1/audit?action=second_factor.optional')).items;
    expect(entry).toMatchObject({ targets: [tenant.organisationId] });
  });
});
