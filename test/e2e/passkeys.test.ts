import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import { randomBytes } from 'node:crypto';
import { v7 as newId } from 'uuid';
import type {
  AuditEntry,
  Me,
  Member,
  NewInvitation,
  Page,
  PasskeyCreation,
  PasskeyRequest,
  SecondFactor,
  SecondStepWays,
  SessionWays,
} from '#contracts';
import { ApiClient } from '../support/api.js';
import { Authenticator, type Lies } from '../support/authenticator.js';
import { eventually } from '../support/eventually.js';
import { MailBox } from '../support/mail-box.js';
import { codeAt, Person } from '../support/person.js';
import { startStack, type SeededTenant, type Stack } from '../support/stack.js';

const ORIGIN = 'https://contacts.test.example';
const OWN = '/me/second-factor/passkeys';

describe('passkeys', () => {
  let box: MailBox;
  let stack: Stack;
  let mongo: mongoose.mongo.MongoClient;

  beforeAll(async () => {
    box = await MailBox.start();
    stack = await startStack({
      services: ['gateway'],
      env: {
        PUBLIC_URL: ORIGIN,
        ENCRYPTION_KEY: randomBytes(32).toString('base64'),
        SMTP_URL: box.url,
        MAIL_FROM: 'Contacts <contacts@test.example>',
        LIMIT_SENDER_SIGN_INS_PER_MINUTE: '10000',
      },
    });
    mongo = await new mongoose.mongo.MongoClient(stack.env.MONGODB_URI!).connect();
  }, 60_000);
  afterAll(async () => {
    await mongo?.close();
    await stack?.stop();
    await box?.stop();
  });

  const personOf = ({ user }: SeededTenant): Person => new Person(stack.url, user);
  const adminOf = ({ keys }: SeededTenant): ApiClient => new ApiClient(stack.url, keys.admin);
  const actions = async (tenant: SeededTenant): Promise<string[]> =>
    (await adminOf(tenant).get<Page<AuditEntry>>('/v1/audit')).items.map(({ action }) => action);
  const passkeys = () => mongo.db().collection<{ _id: string; userId: string; counter: number }>('passkeys');
  const own = (person: Person): Promise<SecondFactor> => person.read('GET', '/me/second-factor');

  /** Waits for the mail that says this to the administrator. */
  const told = ({ user }: SeededTenant, text: string): Promise<void> =>
    eventually('the mail arrives', () => {
      if (!box.mails.some((mail) => mail.to === user.email && mail.text.includes(text))) throw new Error('not yet');
    });

  async function withPasskey() {
    const tenant = await stack.seed();
    const person = personOf(tenant);
    expect(await person.signIn()).toBe('200');
    const device = new Authenticator(ORIGIN);
    return { tenant, person, device, ...(await person.addPasskey(device, 'Telephone')) };
  }

  describe('of a person', () => {
    it('are added, named, listed and removed, each with an entry in the audit log and a mail', async () => {
      const { tenant, person, device, passkey, recoveryCodes } = await withPasskey();
      expect(new Set(recoveryCodes).size).toBe(10);
      await told(tenant, 'a passkey was added');
      expect(await own(person)).toEqual({ totp: null, passkeys: [passkey], recoveryCodes: 10 });

      const path = `${OWN}/${passkey.id}`;
      expect(await person.read('PATCH', path, { name: 'Key ring' })).toEqual({ ...passkey, name: 'Key ring' });
      const second = await person.addPasskey(new Authenticator(ORIGIN), 'Laptop', await person.proof(device));
      expect(second.recoveryCodes).toBeNull();
      expect((await own(person)).passkeys.map(({ name }) => name)).toEqual(['Key ring', 'Laptop']);

      await person.read('POST', `${path}/remove`, await person.proof(device));
      await told(tenant, 'a passkey was removed');
      expect(await own(person)).toMatchObject({ passkeys: [{ name: 'Laptop' }], recoveryCodes: 10 });
      expect(await actions(tenant)).toEqual([
        'passkey.removed',
        'passkey.added',
        'passkey.renamed',
        'passkey.added',
        'session.began',
      ]);
      const [entry] = (await adminOf(tenant).get<Page<AuditEntry>>('/v1/audit?action=passkey.removed')).items;
      expect(entry).toMatchObject({ actor: { id: tenant.user.id }, targets: [passkey.id] });
    });

    it('are asked of the browser so that they sign in alone, and no device is asked twice', async () => {
      const { tenant, person, device } = await withPasskey();
      const options = await person.read<PasskeyCreation>('POST', `${OWN}/options`, await person.proof(device));
      expect(options).toMatchObject({
        rp: { id: 'contacts.test.example', name: 'Contacts' },
        user: { name: tenant.user.email, id: Buffer.from(tenant.user.id).toString('base64url') },
        excludeCredentials: [{ id: device.credentials[0]!.id.toString('base64url'), transports: ['internal'] }],
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        attestation: 'none',
      });
      expect(Buffer.from(options.challenge, 'base64url')).toHaveLength(32);
    });

    it('are changed by who knows the password and has a second factor, and by nobody else', async () => {
      const { tenant, person, device, passkey, recoveryCodes } = await withPasskey();
      const { password } = tenant.user;
      const changes = [
        `${OWN}/options`,
        `${OWN}/${passkey.id}/remove`,
        '/me/second-factor/totp',
        '/me/second-factor/recovery-codes',
      ];
      for (const path of changes) {
        const { passkey: signed } = await person.proof(device);
        expect(await person.outcome(path, { password: 'guess', passkey: signed })).toBe('403 wrong_password');
        expect(await person.outcome(path, { password })).toBe('403 wrong_code');
      }
      // A challenge for another purpose, and of another session, serves nobody.
      const { password: _, ...alone } = await person.proof(device);
      expect(await person.outcome(`${OWN}/options`, alone)).toBe('403 wrong_password');
      const another = personOf(tenant);
      await another.signIn();
      expect(await another.finishWith(device)).toBe('200');
      const theirs = await another.proof(device);
      expect(await person.outcome(`${OWN}/options`, theirs)).toBe('403 passkey_refused');
      expect(await person.outcome(`${OWN}/options`, { password, passkey: theirs.passkey })).toBe('410 challenge_over');
      expect(await person.outcome(`${OWN}/options`, { password, code: recoveryCodes![0] })).toBe('200');
    });

    it('go with an administrator’s reset, and with the member', async () => {
      const { tenant, person, device } = await withPasskey();
      const admin = adminOf(tenant);
      const members = async () => (await admin.get<Page<Member>>('/v1/members')).items;
      expect(await members()).toMatchObject([{ secondFactor: true }]);
      const path = `/v1/members/${tenant.user.id}/second-factor`;
      expect((await admin.request(path, { method: 'DELETE' })).status).toBe(204);
      await told(tenant, 'took your second factor away');
      expect([await person.isSignedIn(), await personOf(tenant).signIn()]).toEqual([false, '200']);
      expect(await personOf(tenant).signInWith(device)).toBe('403 passkey_refused');
      expect(await passkeys().countDocuments({ userId: tenant.user.id })).toBe(0);

      const li = new Person(stack.url, { email: `li-${tenant.user.email}`, password: 'nine green cats on a roof' });
      const { link } = await admin.post<NewInvitation>('/v1/members', { email: li.user.email, role: 'viewer' });
      const token = new URLSearchParams(new URL(link).hash.slice(1)).get('invitation');
      const accepted = { token, name: 'Li Wei', password: li.user.password };
      const { id } = await li.read<Me>('POST', '/invitations/accept', accepted);
      const theirs = new Authenticator(ORIGIN);
      await li.addPasskey(theirs, 'Telephone');
      expect((await admin.request(`/v1/members/${id}`, { method: 'DELETE' })).status).toBe(204);
      expect(await passkeys().countDocuments({ userId: id })).toBe(0);
      expect(await new Person(stack.url, li.user).signInWith(theirs)).toBe('403 passkey_refused');
    });

    it('leave recovery codes only as long as there is a second factor', async () => {
      const { tenant, person, device, passkey } = await withPasskey();
      const { app } = await person.setUpApp(await person.proof(device));
      await person.read('POST', `${OWN}/${passkey.id}/remove`, await person.proof(device));
      expect(await own(person)).toMatchObject({ passkeys: [], recoveryCodes: 10 });
      const code = codeAt(app, 1);
      await person.read('POST', '/me/second-factor/totp/remove', { password: tenant.user.password, code });
      expect(await own(person)).toEqual({ totp: null, passkeys: [], recoveryCodes: 0 });
      expect(await personOf(tenant).signIn()).toBe('200');
    });

    it('are twenty at most', async () => {
      const { tenant, person, device } = await withPasskey();
      const record = (at: number) => ({
        ...{ _id: newId(), userId: tenant.user.id, credentialId: `${tenant.user.id}-${at}`, publicKey: 'x' },
        ...{ counter: 0, transports: [], name: 'x', createdAt: new Date(), lastUsedAt: null },
      });
      await passkeys().insertMany(Array.from({ length: 19 }, (_, at) => record(at)));
      expect(await person.outcome(`${OWN}/options`, await person.proof(device))).toBe('409 too_many_passkeys');
    });

    it('are nothing for API keys, and nobody finds those of others', async () => {
      const { tenant, person, device, passkey } = await withPasskey();
      const byKey = await adminOf(tenant).request(`/v1${OWN}/options`, { method: 'POST' });
      expect(byKey.status).toBe(403);
      const { person: stranger, device: theirs } = await withPasskey();
      const path = `${OWN}/${passkey.id}`;
      expect(await stranger.outcome(path, { name: 'Mine' }, 'PATCH')).toBe('404 passkey_not_found');
      expect(await stranger.outcome(`${path}/remove`, await stranger.proof(theirs))).toBe('404 passkey_not_found');
      expect((await own(person)).passkeys).toMatchObject([{ name: 'Telephone' }]);
      expect(await personOf(tenant).signInWith(device)).toBe('200');
    });
  });

  describe('when one is added', () => {
    /** What comes of an answer with such lies. */
    async function added(lies: Lies): Promise<string> {
      const tenant = await stack.seed();
      const person = personOf(tenant);
      await person.signIn();
      const { password } = tenant.user;
      const options = await person.read<PasskeyCreation>('POST', `${OWN}/options`, { password });
      const outcome = await person.outcome(OWN, { name: 'x', passkey: new Authenticator(ORIGIN).make(options, lies) });
      expect((await own(person)).passkeys).toHaveLength(outcome === '201' ? 1 : 0);
      return outcome;
    }

    it.each<[string, Lies]>([
      ['the page of another origin', { origin: 'https://contacts.test.example.evil.example' }],
      ['the page of another port', { origin: `${ORIGIN}:8443` }],
      ['another host', { rpId: 'evil.example' }],
      ['another challenge', { challenge: 'x'.repeat(43) }],
      ['the use of a passkey instead', { type: 'webauthn.get' }],
      ['a device that does not make sure who uses it', { verified: false }],
      ['a device that nobody touched', { present: false }],
    ])('%s is refused', async (_, lies) => {
      expect(await added(lies)).toBe('403 passkey_refused');
    });

    it('a certificate of the device is refused, and nobody looks at it', async () => {
      const statement = new Map<string, unknown>([
        ['alg', -7],
        ['sig', randomBytes(70)],
        ['x5c', [randomBytes(300)]],
      ]);
      for (const format of ['packed', 'apple', 'fido-u2f', 'tpm', 'android-key', 'android-safetynet'])
        expect(await added({ attestation: [format, statement] })).toBe('403 passkey_refused');
      expect(await added({})).toBe('201');
    });

    it('each challenge is answered once, in the session that asked, in time', async () => {
      const { tenant, person, device } = await withPasskey();
      const another = personOf(tenant);
      await another.signIn();
      await another.finishWith(device);
      const begin = async () => person.read<PasskeyCreation>('POST', `${OWN}/options`, await person.proof(device));
      const make = (options: PasskeyCreation) => ({ name: 'x', passkey: new Authenticator(ORIGIN).make(options) });
      const options = await begin();
      expect(await another.outcome(OWN, make(options))).toBe('410 challenge_over');
      expect(await person.outcome(OWN, make(options))).toBe('201');
      expect(await person.outcome(OWN, make(options))).toBe('410 challenge_over');
      const late = await begin();
      const challenges = mongo.db().collection('passkey_challenges');
      const { matchedCount } = await challenges.updateOne(
        { challenge: late.challenge },
        { $set: { expiresAt: new Date(Date.now() - 1000) } },
      );
      expect([matchedCount, await person.outcome(OWN, make(late))]).toEqual([1, '410 challenge_over']);
    });

    it('one that somebody has already is refused', async () => {
      const { device } = await withPasskey();
      const credentialId = device.credentials[0]!.id.toString('base64url');
      expect(await added({ credentialId })).toBe('403 passkey_refused');
    });
  });

  describe('alone', () => {
    it('sign in, which counts as two factors, and note their use', async () => {
      const { tenant, person, device } = await withPasskey();
      const other = personOf(tenant);
      expect(await other.signInWith(device)).toBe('200');
      expect(await other.me()).toMatchObject({ id: tenant.user.id, kind: 'user', hasPassword: true });
      expect((await own(person)).passkeys[0]!.lastUsedAt).not.toBeNull();
      expect((await actions(tenant)).slice(0, 2)).toEqual(['session.new_device', 'session.began']);
      const options = await other.read<PasskeyRequest>('POST', '/session/passkey/options');
      expect(options).toMatchObject({ allowCredentials: [], userVerification: 'required' });
    });

    it('can be devices that do not count', async () => {
      const { tenant, device, passkey } = await withPasskey();
      await passkeys().updateOne({ _id: passkey.id }, { $set: { counter: 0 } });
      for (const person of [personOf(tenant), personOf(tenant)])
        expect(await person.signInWith(device, { counter: 0 })).toBe('200');
    });

    it.each<[string, Lies]>([
      ['the page of another origin', { origin: 'https://evil.example' }],
      ['our host without encryption', { origin: 'http://contacts.test.example' }],
      ['another host', { rpId: 'test.example' }],
      ['another challenge', { challenge: 'x'.repeat(43) }],
      ['the making of a passkey instead', { type: 'webauthn.create' }],
      ['a device that did not make sure who uses it', { verified: false }],
      ['a device that nobody touched', { present: false }],
    ])('%s is refused, and the audit log has it', async (_, lies) => {
      const { tenant, device } = await withPasskey();
      const other = personOf(tenant);
      expect(await other.signInWith(device, lies)).toBe('403 passkey_refused');
      expect(await other.isSignedIn()).toBe(false);
      expect((await actions(tenant))[0]).toBe('passkey.refused');
    });

    it('an answer is taken once, and only from the browser that asked', async () => {
      const { tenant, device } = await withPasskey();
      const [first, other] = [personOf(tenant), personOf(tenant)];
      const options = await first.read<PasskeyRequest>('POST', '/session/passkey/options');
      const answer = device.use(options);
      expect(await other.outcome('/session/passkey', answer)).toBe('410 challenge_over');
      await other.read('POST', '/session/passkey/options');
      expect(await other.outcome('/session/passkey', answer)).toBe('403 passkey_refused');
      const both = await Promise.all([answer, answer].map((each) => first.outcome('/session/passkey', each)));
      expect(both.sort()).toEqual(['200', '410 challenge_over']);
      expect([await first.isSignedIn(), await other.isSignedIn()]).toEqual([true, false]);
    });

    it('one of another person is refused, whoever it says it is', async () => {
      const [ana, eve] = [await withPasskey(), await withPasskey()];
      const userHandle = Buffer.from(ana.tenant.user.id).toString('base64url');
      const [credentialId] = ana.device.credentials.map(({ id }) => id.toString('base64url'));
      for (const lies of [{ userHandle }, { credentialId }, { userHandle, credentialId }]) {
        const person = personOf(eve.tenant);
        expect(await person.signInWith(eve.device, lies)).toBe('403 passkey_refused');
        expect(await person.isSignedIn()).toBe(false);
      }
      for (const handle of ['', Buffer.from('{"$ne":null}').toString('base64url')])
        expect(await personOf(eve.tenant).signInWith(eve.device, { userHandle: handle })).toMatch(/^40[03]/);
    });

    it('a changed answer is refused', async () => {
      const { tenant, device } = await withPasskey();
      for (const part of ['signature', 'authenticatorData', 'clientDataJSON'] as const) {
        const person = personOf(tenant);
        const answer = device.use(await person.read<PasskeyRequest>('POST', '/session/passkey/options'));
        const bytes = Buffer.from(answer.response[part], 'base64url');
        bytes[bytes.length - 1]! ^= 1;
        answer.response[part] = bytes.toString('base64url');
        expect(await person.outcome('/session/passkey', answer)).toBe('403 passkey_refused');
      }
    });

    it('a device whose counter goes back, as that of a copy does, is refused and noted', async () => {
      const { tenant, device, passkey } = await withPasskey();
      expect(await personOf(tenant).signInWith(device, { counter: 9 })).toBe('200');
      for (const counter of [9, 8, 0])
        expect(await personOf(tenant).signInWith(device, { counter })).toBe('403 passkey_refused');
      expect((await actions(tenant)).slice(0, 3)).toEqual(Array(3).fill('passkey.counter_went_back'));
      expect(await passkeys().findOne({ _id: passkey.id })).toMatchObject({ counter: 9 });
      // Whoever does not have the device cannot make the audit log say so.
      expect(await personOf(tenant).signInWith(device, { counter: 1, origin: 'https://evil.example' })).toBe(
        '403 passkey_refused',
      );
      expect((await actions(tenant))[0]).toBe('passkey.refused');
      expect(await personOf(tenant).signInWith(device, { counter: 10 })).toBe('200');
    });

    it('a removed one is refused', async () => {
      const { tenant, person, device, passkey } = await withPasskey();
      await person.read('POST', `${OWN}/${passkey.id}/remove`, await person.proof(device));
      expect(await personOf(tenant).signInWith(device)).toBe('403 passkey_refused');
    });

    it('open no suspended organisation', async () => {
      const { tenant, device } = await withPasskey();
      const organisations = mongo.db().collection<{ _id: string }>('organisations');
      await organisations.updateOne({ _id: tenant.organisationId }, { $set: { suspendedAt: new Date() } });
      expect(await personOf(tenant).signInWith(device)).toBe('403 organisation_suspended');
    });
  });

  describe('after the password', () => {
    it('finish the sign-in beside codes, and the page is told what can', async () => {
      const { tenant, device, recoveryCodes } = await withPasskey();
      const other = personOf(tenant);
      expect(await other.signIn()).toBe('401 second_factor_needed');
      expect(await other.read<SecondStepWays>('GET', '/session/second-step')).toEqual({
        totp: false,
        recoveryCodes: true,
        passkeys: true,
      });
      // The password was one factor, so the device need not make sure who uses it.
      expect(await other.finishWith(device, { verified: false })).toBe('200');
      expect(await other.isSignedIn()).toBe(true);
      expect(await other.outcome('/session/second-step', undefined, 'GET')).toBe('410 attempt_over');

      const third = personOf(tenant);
      await third.signIn();
      expect((await third.secondStep(recoveryCodes![0]!)).status).toBe(200);
      const nobody = new Person(stack.url, tenant.user);
      expect(await nobody.outcome('/session/second-step/passkey/options', undefined)).toBe('410 attempt_over');
    });

    it('are only those of the same person, for this attempt', async () => {
      const [ana, eve] = [await withPasskey(), await withPasskey()];
      const person = personOf(ana.tenant);
      await person.signIn();
      const asked = await person.read<PasskeyRequest>('POST', '/session/second-step/passkey/options');
      expect(asked.allowCredentials).toHaveLength(1);
      const theirs = eve.device.use({ ...asked, allowCredentials: [] });
      expect(await person.outcome('/session/second-step/passkey', theirs)).toBe('403 passkey_refused');
      const again = await person.read<PasskeyRequest>('POST', '/session/second-step/passkey/options');
      const other = personOf(ana.tenant);
      await other.signIn();
      await other.read('POST', '/session/second-step/passkey/options');
      expect(await other.outcome('/session/second-step/passkey', ana.device.use(again))).toBe('403 passkey_refused');
      // One for a sign-in alone finishes nothing.
      const alone = await personOf(ana.tenant).read<PasskeyRequest>('POST', '/session/passkey/options');
      expect(await person.outcome('/session/second-step/passkey', ana.device.use(alone))).toBe('403 passkey_refused');
      expect([await person.isSignedIn(), await other.isSignedIn()]).toEqual([false, false]);
    });

    it('count as tries when they are wrong, like codes', async () => {
      const { tenant, device, recoveryCodes } = await withPasskey();
      const person = personOf(tenant);
      await person.signIn();
      const wrong = [];
      for (let tries = 0; tries < 11; tries++)
        wrong.push(await person.finishWith(device, { origin: 'https://evil.example' }));
      expect(wrong).toEqual([...Array<string>(10).fill('403 passkey_refused'), '429 too_many_requests']);
      expect((await person.secondStep(recoveryCodes![0]!)).status).toBe(429);
    });
  });

  it('are finished by another process of the gateway than the one that began', async () => {
    const { tenant, person, device } = await withPasskey();
    const [alone, second] = [personOf(tenant), personOf(tenant)];
    await second.signIn();
    const asked = {
      add: await person.read<PasskeyCreation>('POST', `${OWN}/options`, await person.proof(device)),
      alone: await alone.read<PasskeyRequest>('POST', '/session/passkey/options'),
      second: await second.read<PasskeyRequest>('POST', '/session/second-step/passkey/options'),
    };
    await stack.kill('gateway');
    await stack.start('gateway');
    const passkey = new Authenticator(ORIGIN).make(asked.add);
    expect(await person.outcome(OWN, { name: 'Laptop', passkey })).toBe('201');
    expect(await alone.outcome('/session/passkey', device.use(asked.alone))).toBe('200');
    expect(await second.outcome('/session/second-step/passkey', device.use(asked.second))).toBe('200');
  }, 60_000);

  it('are told of where the address allows them, and refused elsewhere', async () => {
    const ways = async () => (await (await fetch(`${stack.url}/v1/session/ways`)).json()) as SessionWays;
    expect(await ways()).toMatchObject({ passkeys: { origin: ORIGIN } });
    const { tenant, person } = await withPasskey();
    await stack.kill('gateway');
    stack.env.PUBLIC_URL = 'http://contacts.test.example';
    await stack.start('gateway');
    expect(await ways()).not.toHaveProperty('passkeys');
    const { password } = tenant.user;
    for (const path of ['/session/passkey/options', `${OWN}/options`, `${OWN}/proof`])
      expect(await person.outcome(path, path === `${OWN}/options` ? { password } : undefined)).toBe(
        '501 not_configured',
      );
    const other = personOf(tenant);
    await other.signIn();
    expect(await other.read('GET', '/session/second-step')).toMatchObject({ passkeys: false, recoveryCodes: true });
  }, 60_000);
});
