import { isPublicAddress } from '#platform';
import { lookup, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';

/** A name leads into a private network. */
export class AddressNotAllowedError extends Error {
  override name = 'AddressNotAllowedError';
}

/**
 * `dns.lookup` for connections that must not leave the public internet. The address that is checked is the one that is
 * connected to, so a name that changes its mind between the two gains nothing.
 */
export const guardedLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    if (error) return callback(error, [], undefined);
    if (!addresses.every(({ address }) => isPublicAddress(address)))
      return callback(new AddressNotAllowedError(`${hostname} leads into a private network`), [], undefined);
    if (options.all) return callback(null, addresses);
    callback(null, addresses[0]!.address, addresses[0]!.family);
  });
};
