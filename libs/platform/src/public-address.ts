import ipaddr from 'ipaddr.js';
import type { Config } from './config.js';

/**
 * True for an address in the public internet. False for all others: loopback, link-local (where clouds serve
 * credentials), private and reserved ranges, also as IPv4 addresses embedded in IPv6.
 */
export function isPublicAddress(address: string): boolean {
  const plain = address.replace(/^\[(.*)\]$/, '$1');
  return ipaddr.isValid(plain) && ipaddr.process(plain).range() === 'unicast';
}

/** True when the host of a URL is an IP address, not a name. */
export function isAddress(host: string): boolean {
  return ipaddr.isValid(host.replace(/^\[(.*)\]$/, '$1'));
}

/** Whether webhooks may use private networks and plain HTTP. */
export function privateAddressesAllowed(config: Pick<Config, 'NODE_ENV' | 'WEBHOOK_PRIVATE_ADDRESSES'>): boolean {
  return config.WEBHOOK_PRIVATE_ADDRESSES ?? config.NODE_ENV !== 'production';
}
