import { isPublicAddress } from '#platform';
import { lookup, type LookupAddress, type LookupAllOptions } from 'node:dns';
import type { LookupFunction } from 'node:net';

type Resolve = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** A host name resolves to a private network. */
export class AddressNotAllowedError extends Error {
  override name = 'AddressNotAllowedError';
}

/**
 * `dns.lookup` for connections that must stay in the public internet. The connection uses the very address that was
 * checked, so changing the DNS record between the two (DNS rebinding) does not help an attacker.
 */
export const guardedLookup = guard(lookup);

/** @param resolve asks once for each connection, and gets all addresses of the name */
export function guard(resolve: Resolve): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, [], undefined);
      if (!addresses.every(({ address }) => isPublicAddress(address)))
        return callback(new AddressNotAllowedError(`${hostname} leads into a private network`), [], undefined);
      if (options.all) return callback(null, addresses);
      callback(null, addresses[0]!.address, addresses[0]!.family);
    });
  };
}
