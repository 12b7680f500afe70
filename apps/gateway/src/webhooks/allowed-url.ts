import { isAddress, isPublicAddress, privateAddressesAllowed, ProblemError, type Config } from '#platform';
import { fieldMessage } from '../http/request-input.js';

/**
 * Refuses URLs to which the webhooks service would not post. Host names are resolved only later, at each post.
 * @throws ProblemError `invalid_request`
 */
export function requireAllowedUrl(text: string, config: Pick<Config, 'NODE_ENV' | 'WEBHOOK_PRIVATE_ADDRESSES'>): void {
  if (privateAddressesAllowed(config)) return;
  const { protocol, hostname } = new URL(text);
  if (protocol !== 'https:') throw refused('field/https');
  if (isAddress(hostname) ? !isPublicAddress(hostname) : !hostname.includes('.')) throw refused('field/public_address');
}

function refused(code: 'field/https' | 'field/public_address'): ProblemError {
  return new ProblemError('invalid_request/address', {
    errors: [{ field: 'url', message: fieldMessage(code) }],
  });
}
