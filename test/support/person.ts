import type {
  AddedPasskey,
  Me,
  PasskeyCreation,
  PasskeyRequest,
  Problem,
  Proof,
  RecoveryCodes,
  TotpSetup,
} from '#contracts';
import { Secret, TOTP } from 'otpauth';
import type { Authenticator, Lies } from './authenticator.js';
import { PAGE_HEADERS } from './page-session.js';

/** A person with a browser of their own, which keeps cookies as browsers do; without their paths, which no test needs. */
export class Person {
  private readonly cookies = new Map<string, string>();

  constructor(
    private readonly url: string,
    readonly user: { email: string; password: string },
    private readonly headers: Record<string, string> = {},
  ) {}

  async ask(method: string, path: string, body?: unknown): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const { 'content-type': type, ...rest } = PAGE_HEADERS;
    const response = await fetch(`${this.url}/v1${path}`, {
      method,
      headers: { ...rest, ...(body !== undefined && { 'content-type': type }), ...this.headers, cookie },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      if (value === '') this.cookies.delete(name!);
      else this.cookies.set(name!, value!);
    }
    return response;
  }

  async read<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await this.ask(method, path, body);
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (response.status === 204 ? undefined : await response.json()) as T;
  }

  async problem(method: string, path: string, body?: unknown): Promise<Problem> {
    return (await (await this.ask(method, path, body)).json()) as Problem;
  }

  /** The status and the problem's code of a sign-in with the password. */
  signIn(password = this.user.password): Promise<string> {
    return this.outcome('/session', { email: this.user.email, password });
  }

  secondStep(code: string): Promise<Response> {
    return this.ask('POST', '/session/second-step', { code });
  }

  me(): Promise<Me> {
    return this.read('GET', '/me');
  }

  async isSignedIn(): Promise<boolean> {
    return (await this.ask('GET', '/me')).status === 200;
  }

  /**
   * Turns the second factor on, with the code of now: the next sign-in needs that of the next time step.
   * @param proof of somebody who has a second factor already
   * @returns the app, and the recovery codes
   */
  async setUpApp(proof: Proof = {}): Promise<{ app: TOTP; recoveryCodes: string[] | null }> {
    const { password } = this.user;
    const { secret } = await this.read<TotpSetup>('POST', '/me/second-factor/totp', { password, ...proof });
    const app = new TOTP({ secret: Secret.fromBase32(secret) });
    const code = codeAt(app, 0);
    return { app, ...(await this.read<RecoveryCodes>('PUT', '/me/second-factor/totp', { code })) };
  }

  /** @param proof of somebody who has a second factor already */
  async addPasskey(device: Authenticator, name: string, proof: Proof = {}): Promise<AddedPasskey> {
    const { password } = this.user;
    const path = '/me/second-factor/passkeys';
    const options = await this.read<PasskeyCreation>('POST', `${path}/options`, { password, ...proof });
    return this.read('POST', path, { name, passkey: device.make(options) });
  }

  /** What somebody with a passkey gives before they change their second factor. */
  async proof(device: Authenticator): Promise<Proof> {
    const options = await this.read<PasskeyRequest>('POST', '/me/second-factor/passkeys/proof');
    return { password: this.user.password, passkey: device.use(options) };
  }

  /** Signs in with a passkey alone. @returns the status, and the problem's code */
  async signInWith(device: Authenticator, lies: Lies = {}): Promise<string> {
    const options = await this.read<PasskeyRequest>('POST', '/session/passkey/options');
    return this.outcome('/session/passkey', device.use(options, lies));
  }

  /** Finishes a sign-in with a passkey. @returns the status, and the problem's code */
  async finishWith(device: Authenticator, lies: Lies = {}): Promise<string> {
    const options = await this.read<PasskeyRequest>('POST', '/session/second-step/passkey/options');
    return this.outcome('/session/second-step/passkey', device.use(options, lies));
  }

  /** The status of a request, and the problem's code: `403 passkey_refused`. */
  async outcome(path: string, body: unknown, method = 'POST'): Promise<string> {
    const response = await this.ask(method, path, body);
    const text = await response.text();
    const { code } = JSON.parse(text || '{}') as Partial<Problem>;
    return code === undefined ? String(response.status) : `${response.status} ${code}`;
  }
}

/** The code of an app so many time steps later. */
export function codeAt(app: TOTP, steps: number): string {
  return app.generate({ timestamp: Date.now() + steps * 30_000 });
}
