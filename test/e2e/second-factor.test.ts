import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import type { AuditEntry, Member, Page, PasswordLink, RecoveryCodes, SecondFactor, TotpSetup } from '#contracts';
import { ApiClient } from '../support/api.js';
import { codeAt, Person } from '../support/person.js';
import { sharedStack, type RunningProduct, type SeededTenant } from '../support/stack.js';

describe('a second factor', () => {
  let stack: RunningProduct;
  let mongo: mongoose.mongo.MongoClient;

  beforeAll(async () => {
    stack = await sharedStack();
    mongo = await new mongoose.mongo.MongoClient(stack.env.MONGODB_URI!).connect();
  }, 60_000);
  afterAll(() => mongo?.close());

  const personOf = ({ user }: SeededTenant): Person => new Person(stack.url, user);
  const adminOf = ({ keys }: SeededTenant): ApiClient => new ApiClient(stack.url, keys.admin);
  const factors = () => mongo.db().collection<{ _id: string; tries: number }>('second_factors');
  async function withApp() {
    const tenant = await stack.seed();
    const person = personOf(tenant);
    expect(await person.signIn()).toBe('200');
    return { tenant, person, ...(await person.setUpApp()) };
  }
  const actions = async (tenant: SeededTenant): Promise<string[]> =>
    (await adminOf(tenant).get<Page<AuditEntry>>('/v1/audit')).items.map(({ action }) => action);

  it('is asked for after the password, each code works once, and the secret is stored encrypted', async () => {
    const { tenant, person, app, recoveryCodes } = await withApp();
    expect(new Set(recoveryCodes).size).toBe(10);
    expect(await person.read<SecondFactor>('GET', '/me/second-factor')).toEqual({
      totp: { confirmedAt: expect.any(String) },
      passkeys: [],
      recoveryCodes: 10,
    });
    const stored = JSON.stringify(await factors().findOne({ _id: tenant.user.id }));
    expect(stored).toContain('v1.');
    for (const secret of [app.secret.base32, recoveryCodes![0]!, recoveryCodes![0]!.replaceAll('-', '')])
      expect(stored).not.toContain(secret);

    const other = personOf(tenant);
    expect(await other.signIn()).toBe('401 second_factor_needed');
    expect(await other.isSignedIn()).toBe(false);
    expect(await (await other.secondStep('000000')).json()).toMatchObject({ status: 403, code: 'wrong_code' });
    const code = codeAt(app, 1);
    expect((await other.secondStep(`${code.slice(0, 3)} ${code.slice(3)}`)).status).toBe(200);
    expect(await other.me()).toMatchObject({ id: tenant.user.id });
    // The attempt is used up, and so is the code.
    expect(await (await other.secondStep(codeAt(app, 1))).json()).toMatchObject({ status: 410, code: 'attempt_over' });
    const third = personOf(tenant);
    await third.signIn();
    expect((await third.secondStep(code)).status).toBe(403);
    expect(await actions(tenant)).toEqual([
      'second_factor.refused',
      // No mail can be sent here; the audit log has it all the same.
      'session.new_device',
      'session.began',
      'second_factor.refused',
      'second_factor.enabled',
      'session.began',
    ]);
  });

  it('is given once of two tries at the same time', async () => {
    const { tenant, app } = await withApp();
    const both = [personOf(tenant), personOf(tenant)];
    for (const person of both) await person.signIn();
    const answers = await Promise.all(both.map((person) => person.secondStep(codeAt(app, 1))));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 403]);
  });

  it('cannot be guessed: after ten wrong codes even the right one is not looked at, from anywhere', async () => {
    const { tenant, app } = await withApp();
    const guesser = personOf(tenant);
    await guesser.signIn();
    const wrong = await Promise.all(Array.from({ length: 12 }, () => guesser.secondStep('000000')));
    expect(wrong.map(({ status }) => status).sort()).toEqual([...Array<number>(10).fill(403), 429, 429]);
    const person = personOf(tenant);
    await person.signIn();
    const refused = await person.secondStep(codeAt(app, 1));
    expect([refused.status, Number(refused.headers.get('retry-after')) > 60]).toEqual([429, true]);
    await factors().updateOne({ _id: tenant.user.id }, { $set: { triesSince: new Date(Date.now() - 3_700_000) } });
    expect((await person.secondStep(codeAt(app, 1))).status).toBe(200);
    expect(await factors().findOne({ _id: tenant.user.id })).toMatchObject({ tries: 0 });
  });

  it('can be a recovery code, each once, until there are new ones', async () => {
    const { tenant, person, recoveryCodes } = await withApp();
    const use = async (code: string): Promise<number> => {
      const other = personOf(tenant);
      await other.signIn();
      return (await other.secondStep(code)).status;
    };
    expect([await use(recoveryCodes![0]!), await use(recoveryCodes![0]!)]).toEqual([200, 403]);
    expect(await use(recoveryCodes![1]!.toLowerCase())).toBe(200);
    expect(await person.read('GET', '/me/second-factor')).toMatchObject({ recoveryCodes: 8 });
    const { password } = tenant.user;
    const code = recoveryCodes![3]!;
    const renewed = await person.read<RecoveryCodes>('POST', '/me/second-factor/recovery-codes', { password, code });
    expect([await use(recoveryCodes![2]!), await use(renewed.recoveryCodes![0]!)]).toEqual([403, 200]);
    expect(await actions(tenant)).toContain('recovery_code.used');
  });

  it('is changed and turned off by who knows the password and has a code', async () => {
    const { tenant, person, app, recoveryCodes } = await withApp();
    const { password } = tenant.user;
    const [first, second, third] = recoveryCodes!;
    for (const path of ['totp', 'totp/remove', 'recovery-codes']) {
      const refused = (body: object) => person.problem('POST', `/me/second-factor/${path}`, body);
      // A right code is not used up by a wrong password.
      expect(await refused({ password: 'guess', code: first })).toMatchObject({ status: 403, code: 'wrong_password' });
      expect(await refused({ password })).toMatchObject({ code: 'wrong_code', errors: [{ field: 'code' }] });
      expect(await refused({ password, code: '000000' })).toMatchObject({ code: 'wrong_code' });
    }
    // The new app does not count until it is confirmed.
    await person.read<TotpSetup>('POST', '/me/second-factor/totp', { password, code: first });
    const other = personOf(tenant);
    await other.signIn();
    expect((await other.secondStep(codeAt(app, 1))).status).toBe(200);
    expect(await person.problem('PUT', '/me/second-factor/totp', { code: codeAt(app, 1) })).toMatchObject({
      code: 'wrong_code',
    });
    const replaced = await person.setUpApp({ code: second! });
    expect(replaced.recoveryCodes).toBeNull();
    await person.read('POST', '/me/second-factor/totp/remove', { password, code: third });
    expect(await personOf(tenant).signIn()).toBe('200');
    expect(await person.problem('POST', '/me/second-factor/totp/remove', { password })).toMatchObject({
      status: 409,
      code: 'no_second_factor',
    });
  });

  it('is still asked for when the password was forgotten', async () => {
    const { tenant, app } = await withApp();
    const { link } = await adminOf(tenant).post<PasswordLink>(`/v1/members/${tenant.user.id}/password-link`, {});
    const token = new URLSearchParams(new URL(link).hash.slice(1)).get('password');
    const person = personOf(tenant);
    const password = 'nine green cats on a roof';
    expect((await person.ask('POST', '/session/reset', { token, password })).status).toBe(204);
    expect(await person.isSignedIn()).toBe(false);
    expect(await person.signIn(password)).toBe('401 second_factor_needed');
    expect(await person.isSignedIn()).toBe(false);
    expect((await person.secondStep(codeAt(app, 1))).status).toBe(200);
  });

  it('is reset by an administrator, which ends the sessions', async () => {
    const { tenant, person } = await withApp();
    const admin = adminOf(tenant);
    const path = `/v1/members/${tenant.user.id}/second-factor`;
    const listed = async () => (await admin.get<Page<Member>>('/v1/members')).items[0]!.secondFactor;
    expect(await listed()).toBe(true);
    expect(await person.problem('DELETE', path.slice(3))).toMatchObject({ status: 403, code: 'not_allowed' });
    const half = personOf(tenant);
    await half.signIn();
    expect((await admin.request(path, { method: 'DELETE' })).status).toBe(204);
    expect((await admin.request(path, { method: 'DELETE' })).status).toBe(409);
    expect([await person.isSignedIn(), await listed(), await personOf(tenant).signIn()]).toEqual([false, false, '200']);
    expect((await half.secondStep('000000')).status).toBe(410);
    const [entry] = (await admin.get<Page<AuditEntry>>('/v1/audit?action=second_factor.reset')).items;
    expect(entry!.targets).toEqual([tenant.user.id]);
  });

  it('is waited for ten minutes, in the browser that gave the password, until that changes', async () => {
    const { tenant, person, app } = await withApp();
    expect((await personOf(tenant).secondStep(codeAt(app, 1))).status).toBe(410);
    const [late, half] = [personOf(tenant), personOf(tenant)];
    await late.signIn();
    const attempts = mongo.db().collection('sign_in_attempts');
    const { matchedCount } = await attempts.updateOne(
      { userId: tenant.user.id },
      { $set: { expiresAt: new Date(Date.now() - 1000) } },
    );
    expect([matchedCount, (await late.secondStep(codeAt(app, 1))).status]).toEqual([1, 410]);

    await half.signIn();
    const { password: current } = tenant.user;
    await person.read('PUT', '/me/password', { current, password: 'nine green cats on a roof' });
    expect((await half.secondStep(codeAt(app, 1))).status).toBe(410);
  });
});
