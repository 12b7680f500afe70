import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import type { Me } from '#contracts';
import { cookieOf, postJson } from '../support/page-session.js';
import { startStack, type Stack } from '../support/stack.js';

/** Two gateways with one database that has no users yet. */
describe('the first administrator', () => {
  let stack: Stack;
  let other: Stack;
  let mongo: mongoose.mongo.MongoClient;

  beforeAll(async () => {
    stack = await startStack({ services: [] });
    other = await startStack({ services: [], env: { MONGODB_URI: stack.env.MONGODB_URI! } });
    await Promise.all([stack.start('gateway'), other.start('gateway')]);
    mongo = await new mongoose.mongo.MongoClient(stack.env.MONGODB_URI!).connect();
  }, 60_000);
  afterAll(async () => {
    await mongo?.close();
    await Promise.all([stack?.stop(), other?.stop()]);
  });

  /** The tokens of all links that the gateways logged, oldest first. */
  const loggedTokens = (): string[] =>
    [stack, other].flatMap((each) =>
      [...each.readLog('gateway').matchAll(/\/welcome#token=([\w-]{43})/g)].map(([, token]) => token!),
    );
  const come = (token: string): Promise<Response> =>
    postJson(`${stack.url}/v1/first-administrator`, {
      token,
      organisation: 'Example Ltd',
      name: 'Ana García',
      email: 'Ana@Test.example',
      password: 'correct horse battery staple',
    });
  const expire = (): Promise<unknown> =>
    mongo
      .db()
      .collection('first_links')
      .updateMany({}, { $set: { expiresAt: new Date(Date.now() - 1000) } });

  it('signs up with a link that one of the gateways logs once and nobody stores', async () => {
    const tokens = loggedTokens();
    expect(tokens).toHaveLength(1);
    expect(JSON.stringify(await mongo.db().collection('first_links').find().toArray())).not.toContain(tokens[0]);
    await stack.kill('gateway', 'SIGTERM');
    await stack.start('gateway');
    expect(loggedTokens()).toEqual(tokens);
  }, 30_000);

  it('gets another link at a start after the first has expired', async () => {
    const [first] = loggedTokens();
    await expire();
    expect(await (await come(first!)).json()).toMatchObject({ status: 410, code: 'link_not_valid' });
    await stack.kill('gateway', 'SIGTERM');
    await stack.start('gateway');
    expect(loggedTokens()).toHaveLength(2);
    expect((await come(first!)).status).toBe(410);
  }, 30_000);

  it('creates the organisation and is signed in; nobody else can sign up this way', async () => {
    const answers = await Promise.all(loggedTokens().map(come));
    const [accepted] = answers.filter(({ status }) => status === 201);
    expect(answers.filter(({ status }) => status === 410)).toHaveLength(1);
    expect((await accepted!.clone().json()) as Me).toMatchObject({
      role: 'admin',
      organisation: { name: 'Example Ltd' },
    });
    expect((await fetch(`${stack.url}/v1/keys`, { headers: { cookie: cookieOf(accepted!) } })).status).toBe(200);
    for (const token of loggedTokens()) expect((await come(token)).status).toBe(410);
    await expire();
    await stack.kill('gateway', 'SIGTERM');
    await stack.start('gateway');
    expect(loggedTokens()).toHaveLength(2);
    expect(await mongo.db().collection('users').countDocuments()).toBe(1);
  }, 30_000);
});
