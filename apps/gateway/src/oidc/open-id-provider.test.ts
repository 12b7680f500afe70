import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createHash, createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Config } from '#platform';
import { CALLBACK_PATH, OpenIdProvider } from './open-id-provider.js';

const CLIENT_ID = 'contacts';
const SECRET = 'a secret of the test, of 32 bytes';
const [ours, foreign] = [rsaKey(), rsaKey()];

type Claims = Record<string, unknown>;
/** How the provider answers this time. */
interface Answer {
  claims: Claims;
  header: Record<string, unknown>;
  sign: (input: string) => string;
}

/** A provider that means harm: it gives ID tokens as the test wants them. */
describe('an ID token', () => {
  let server: http.Server;
  let issuer: string;
  let answer: Answer;
  let metadata: Record<string, unknown>;
  let redirect: { from: string; to: string } | null;
  let reached: string[];
  let verifier: string | null;

  beforeAll(async () => {
    server = http.createServer((request, response) => void serve(request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    const now = Math.floor(Date.now() / 1000);
    answer = {
      header: { alg: 'RS256', kid: 'ours' },
      claims: {
        iss: issuer,
        aud: CLIENT_ID,
        sub: 's',
        iat: now,
        exp: now + 60,
        nonce: 'right',
        email: 'ana@example.org',
      },
      sign: rsa(ours.privateKey),
    };
    metadata = {};
    redirect = null;
    reached = [];
    verifier = null;
  });

  async function serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const path = request.url!;
    reached.push(path);
    if (redirect && path === redirect.from) {
      response.writeHead(302, { location: `${issuer}${redirect.to}` }).end();
      return;
    }
    let body = '';
    for await (const chunk of request) body += String(chunk);
    if (path === '/token') verifier = new URLSearchParams(body).get('code_verifier');
    const said = {
      '/.well-known/openid-configuration': {
        issuer,
        authorization_endpoint: `${issuer}/auth`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/keys`,
        response_types_supported: ['code'],
        id_token_signing_alg_values_supported: ['none', 'HS256', 'RS256'],
        ...metadata,
      },
      '/keys': { keys: [{ ...ours.publicKey.export({ format: 'jwk' }), kid: 'ours', use: 'sig' }] },
      '/token': { access_token: 'a', token_type: 'Bearer', expires_in: 60, id_token: token(answer) },
      '/metadata': { secret: 'of the cloud' },
    }[path];
    response.writeHead(said ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(said ?? {}));
  }

  const finish = async (): Promise<unknown> => {
    const config = { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: CLIENT_ID, OIDC_CLIENT_SECRET: SECRET, OIDC_SCOPE: 'openid' };
    const provider = new OpenIdProvider({ ...config, PUBLIC_URL: 'http://localhost:3000' } as Config);
    await provider.begin();
    const attempt = { state: 'a-state-of-the-test', nonce: 'right', verifier: 'v'.repeat(43) };
    return provider.finish(`?code=c&state=${attempt.state}&iss=${encodeURIComponent(issuer)}`, attempt);
  };

  it('that is right is accepted, and the code is exchanged with the verifier', async () => {
    expect(await finish()).toMatchObject({ sub: 's', email: 'ana@example.org' });
    expect(verifier).toBe('v'.repeat(43));
    expect(CALLBACK_PATH).toBe('/v1/session/oidc/callback');
  });

  const hmac = (key: string) => (input: string) => createHmac('sha256', key).update(input).digest('base64url');
  const publicKey = ours.publicKey.export({ format: 'pem', type: 'spki' }).toString();
  it.each<[string, (given: Answer) => void]>([
    ['without a signature', (given) => Object.assign(given, { header: { alg: 'none' }, sign: () => '' })],
    ['whose algorithm is "None"', (given) => Object.assign(given, { header: { alg: 'None' }, sign: () => '' })],
    ['without the algorithm', (given) => (given.header = { kid: 'ours' })],
    [
      'signed with the client secret',
      (given) => Object.assign(given, { header: { alg: 'HS256' }, sign: hmac(SECRET) }),
    ],
    [
      'signed with the public key as a secret',
      (given) => Object.assign(given, { header: { alg: 'HS256' }, sign: hmac(publicKey) }),
    ],
    ['signed by another key', (given) => (given.sign = rsa(foreign.privateKey))],
    [
      'signed by a key that it brings along',
      (given) =>
        Object.assign(given, {
          header: { alg: 'RS256', jwk: foreign.publicKey.export({ format: 'jwk' }) },
          sign: rsa(foreign.privateKey),
        }),
    ],
    ['of an unknown key', (given) => (given.header.kid = 'foreign')],
    [
      'that was changed after it was signed',
      (given) => {
        const { sign: before } = given;
        given.sign = (input) => before(`${input}x`);
      },
    ],
    ['for another client', (given) => (given.claims.aud = 'another')],
    [
      'for several clients, by another one',
      (given) => Object.assign(given.claims, { aud: [CLIENT_ID, 'another'], azp: 'another' }),
    ],
    ['without an audience', (given) => delete given.claims.aud],
    ['of another issuer', (given) => (given.claims.iss = 'https://evil.example')],
    ['of an issuer with a slash more', (given) => (given.claims.iss = `${issuer}/`)],
    ['of another sign-in', (given) => (given.claims.nonce = 'another')],
    ['without a nonce', (given) => delete given.claims.nonce],
    ['that has expired', (given) => (given.claims.exp = Math.floor(Date.now() / 1000) - 600)],
    ['that never expires', (given) => delete given.claims.exp],
    ['that is not valid yet', (given) => (given.claims.nbf = Math.floor(Date.now() / 1000) + 600)],
    ['without a subject', (given) => delete given.claims.sub],
    [
      'that is an access token for the API of another program',
      (given) =>
        Object.assign(given, {
          header: { ...given.header, typ: 'at+jwt' },
          claims: { ...given.claims, aud: `${issuer}/api`, client_id: CLIENT_ID, scope: 'openid', nonce: undefined },
        }),
    ],
    [
      'that ends a session',
      (given) =>
        Object.assign(given, {
          header: { ...given.header, typ: 'logout+jwt' },
          claims: {
            ...given.claims,
            events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
            nonce: undefined,
          },
        }),
    ],
  ])('%s is refused', async (_, change) => {
    change(answer);
    await expect(finish()).rejects.toThrow();
    expect(reached).toContain('/token');
  });

  it('is not asked of a provider that says it is another one', async () => {
    metadata = { issuer: 'https://evil.example' };
    await expect(finish()).rejects.toThrow();
    expect(reached).not.toContain('/token');
  });

  it.each(['/.well-known/openid-configuration', '/token', '/keys'])(
    'is not looked for where %s redirects',
    async (from) => {
      redirect = { from, to: '/metadata' };
      await expect(finish()).rejects.toThrow();
      expect(reached).toContain(from);
      expect(reached).not.toContain('/metadata');
    },
  );
});

it('the challenge is the hash of the verifier, and plain ones are not offered', async () => {
  const server = http.createServer((_, response) => {
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    response.end(
      JSON.stringify({ issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token` }),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const OIDC_ISSUER = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const config = { OIDC_ISSUER, OIDC_CLIENT_ID: CLIENT_ID, OIDC_CLIENT_SECRET: SECRET, OIDC_SCOPE: 'openid' };
  const { url, attempt } = await new OpenIdProvider({
    ...config,
    PUBLIC_URL: 'http://localhost:3000',
  } as Config).begin();
  server.closeAllConnections();
  server.close();
  expect(Object.fromEntries(new URL(url).searchParams)).toMatchObject({
    code_challenge: createHash('sha256').update(attempt.verifier).digest('base64url'),
    code_challenge_method: 'S256',
    state: attempt.state,
    nonce: attempt.nonce,
  });
});

function rsaKey() {
  return generateKeyPairSync('rsa', { modulusLength: 2048 });
}

function rsa(key: KeyObject): (input: string) => string {
  return (input) => sign('sha256', Buffer.from(input), key).toString('base64url');
}

function token({ header, claims, sign: signed }: Answer): string {
  const input = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${input}.${signed(input)}`;
}
