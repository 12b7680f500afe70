import type { Config } from '#platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isSecure } from './public-url.js';

/** Browsers take a cookie with such a name from this very host alone, and only over https. */
const PREFIX = '__Host-';

interface Attributes {
  /** Where browsers send it while its name has no prefix, which would ask for `/`. */
  path: string;
  sameSite: 'lax' | 'strict';
}

/**
 * A cookie of the gateway, which scripts cannot read. With an https address its name begins with `__Host-`, so that no other
 * host of our domain can plant one in a browser. Until the next release it is set a second time as gateways of the build before
 * know it, without the prefix: during a rolling upgrade one of them may have to read it.
 */
export class OwnCookie {
  constructor(
    private readonly plainName: string,
    private readonly attributes: Attributes,
  ) {}

  /** Its name in the browsers that reach us at this address. */
  name(config: Pick<Config, 'PUBLIC_URL'>): string {
    return isSecure(config) ? PREFIX + this.plainName : this.plainName;
  }

  /** What we set. Null if there is none, also where another host might have set the one that is there. */
  read(request: Sender, config: Pick<Config, 'PUBLIC_URL'>): string | null {
    return request.cookies[this.name(config)] ?? null;
  }

  /** What the browser sent under either name, each value once, the one with the prefix first. */
  readAll({ cookies }: Sender): { value: string; hasPrefix: boolean }[] {
    const [prefixed, plain] = [cookies[PREFIX + this.plainName], cookies[this.plainName]];
    return [
      ...(prefixed === undefined ? [] : [{ value: prefixed, hasPrefix: true }]),
      ...(plain === undefined || plain === prefixed ? [] : [{ value: plain, hasPrefix: false }]),
    ];
  }

  /** @param seconds how long browsers keep it */
  set(reply: FastifyReply, value: string, seconds: number, config: Pick<Config, 'PUBLIC_URL'>): void {
    for (const [name, attributes] of this.both(config))
      void reply.setCookie(name, value, { ...attributes, maxAge: seconds });
  }

  clear(reply: FastifyReply, config: Pick<Config, 'PUBLIC_URL'>): void {
    for (const [name, attributes] of this.both(config)) void reply.clearCookie(name, attributes);
  }

  private both(config: Pick<Config, 'PUBLIC_URL'>) {
    const secure = isSecure(config);
    const plain = { ...this.attributes, httpOnly: true, secure };
    const prefixed = { ...plain, path: '/' };
    return [...(secure ? [[this.name(config), prefixed] as const] : []), [this.plainName, plain] as const];
  }
}

type Sender = Pick<FastifyRequest, 'cookies'>;
