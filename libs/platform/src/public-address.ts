import ipaddr from 'ipaddr.js';
import type { Config } from './config.js';

/**
 * True for an address of the public internet. Everything else leads to this machine, into a private network or nowhere:
 * loopback, link-local (where clouds keep their credentials), private and reserved ranges, also as IPv4 within IPv6.
 */
export function isPublicAddress(address: string): boolean {
  const plain = address.replace(/^\[(.*)\]$/, '$1');
  return ipaddr.isValid(plain) && ipaddr.process(plain).range() === 'unicast';
}

/** True when the host of a URL is an address rather than a name. */
export function isAddress(host: string): boolean {
  return ipaddr.isValid(host.replace(/^\[(.*)\]$/, '$1'));
}

/** Whether webhooks may lead into private networks, and be without TLS. */
export function privateAddressesAllowed(config: Pick<Config, 'NODE_ENV' | 'WEBHOOK_PRIVATE_ADDRESSES'>): boolean {
  return config.WEBHOOK_PRIVATE_ADDRESSES ?? config.NODE_ENV !== 'production';
}
