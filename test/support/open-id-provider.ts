import { Provider } from 'oidc-provider';
import { once } from 'node:events';
import http from 'node:http';
import { freePort } from '../../tools/local-services/free-port.js';

export const CLIENT = { id: 'contacts', secret: 'a secret of the test with + and %' };

/** A user of the provider. Providers that do not verify addresses omit `email_verified`. */
export interface Person {
  name?: string;
  email?: string;
  email_verified?: unknown;
  /** Who it is for the provider. Default: whoever has this address. */
  sub?: string;
}

/** A certified OpenID provider (`oidc-provider`) over HTTP. The test decides who signs in. */
export class LocalOpenIdProvider {
  /** Who signs in at the provider. Null: the user refuses. */
  visitor: Person | null = null;
  readonly issuer: string;
  private server: http.Server | undefined;
  private readonly provider: Provider;
  private count = 0;
  private readonly people = new Map<string, Person>();

  private constructor(
    private readonly port: number,
    redirectUri: string,
    inIdToken: boolean,
  ) {
    this.issuer = `http://127.0.0.1:${port}`;
    this.provider = new Provider(this.issuer, {
      clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [redirectUri] }],
      claims: { email: ['email', 'email_verified'], profile: ['name'] },
      conformIdTokenClaims: !inIdToken,
      cookies: { keys: ['a key of the test'] },
      pkce: { required: () => true },
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_, { uid }) => `/interaction/${uid}` },
      findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...this.people.get(id) }) }),
      loadExistingGrant: async ({ oidc }) => {
        const grant = new this.provider.Grant({ accountId: oidc.session!.accountId!, clientId: CLIENT.id });
        grant.addOIDCScope('openid email profile');
        await grant.save();
        return grant;
      },
    });
  }

  /** @param inIdToken whether the e-mail address is in the ID token, or only at the userinfo endpoint */
  static async start(redirectUri: string, { inIdToken = true } = {}): Promise<LocalOpenIdProvider> {
    // It prints warnings about everything that a production provider would need.
    console.warn = console.info = () => undefined;
    const provider = new LocalOpenIdProvider(await freePort(), redirectUri, inIdToken);
    await provider.comeBack();
    return provider;
  }

  async comeBack(): Promise<void> {
    const answer = this.provider.callback();
    this.server = http.createServer((request, response) => {
      if (request.url?.startsWith('/interaction/')) void this.interact(request, response);
      else void answer(request, response);
    });
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
  }

  async goAway(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    server?.closeAllConnections();
    if (server) await new Promise((resolve) => server.close(resolve));
  }

  private async interact(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    if (!this.visitor)
      return this.provider.interactionFinished(request, response, {
        error: 'access_denied',
        error_description: 'no',
      });
    const accountId = this.visitor.sub ?? this.visitor.email?.toLowerCase() ?? `person-${++this.count}`;
    this.people.set(accountId, this.visitor);
    await this.provider.interactionFinished(request, response, { login: { accountId } });
  }
}

/** A browser's cookies, by host and name, ignoring their path. */
export class Browser {
  readonly cookies = new Map<string, string>();

  /** Requests a URL and returns the response without following redirects. */
  async go(url: string, { headers, ...init }: RequestInit = {}): Promise<Response> {
    const { host } = new URL(url);
    const cookie = [...this.cookies]
      .filter(([name]) => name.startsWith(`${host} `))
      .map(([name, value]) => `${name.split(' ')[1]}=${value}`)
      .join('; ');
    const response = await fetch(url, {
      redirect: 'manual',
      ...init,
      headers: { cookie, accept: 'text/html', ...(headers as Record<string, string> | undefined) },
    });
    for (const set of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(set)!;
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(set)) this.cookies.delete(`${host} ${name}`);
      else this.cookies.set(`${host} ${name}`, value!);
    }
    return response;
  }

  /** Follows redirects until one leads to a URL that `stop` accepts, and returns that URL. */
  async follow(url: string, stop: (next: URL) => boolean): Promise<URL> {
    for (let steps = 0; steps < 10; steps++) {
      const response = await this.go(url);
      const location = response.headers.get('location');
      if (location === null) throw new Error(`${url} answers ${response.status} ${await response.text()}`);
      const next = new URL(location, url);
      if (stop(next)) return next;
      url = next.href;
    }
    throw new Error('too many redirects');
  }
}
