import { defaultPort } from '#contracts';
import type { Config } from '#platform';
import { isIP } from 'node:net';

/** For whom passkeys are made: the host name, and the only origin whose page may use them. */
export interface RelyingParty {
  id: string;
  origin: string;
}

/** Addresses at which only programs of the same machine reach a gateway: a browser there calls it `localhost`. */
const OWN_MACHINE = ['127.0.0.1', '::1', 'localhost'];

/**
 * Browsers know passkeys with https and a host name alone, or at `localhost`. They stay with their host name: at another
 * one, those of before are of no use.
 * @returns null where browsers know none
 */
export function relyingParty({
  PUBLIC_URL,
  HOST,
  PORT,
}: Pick<Config, 'PUBLIC_URL' | 'HOST' | 'PORT'>): RelyingParty | null {
  if (PUBLIC_URL === undefined && !OWN_MACHINE.includes(HOST)) return null;
  const { protocol, hostname, origin } = new URL(PUBLIC_URL ?? `http://localhost:${PORT ?? defaultPort('gateway')}`);
  const isLocal = hostname === 'localhost' || hostname.endsWith('.localhost');
  const isAddress = isIP(hostname.replace(/^\[|\]$/g, '')) !== 0;
  return isAddress || (protocol !== 'https:' && !isLocal) ? null : { id: hostname, origin };
}
