import { isAddress, isPublicAddress, privateAddressesAllowed, ProblemError, type Config } from '#platform';

/**
 * Refuses early what the webhooks service would not post to. A name is looked up only when it posts, each time.
 * @throws ProblemError `invalid_request`
 */
export function requireAllowedUrl(text: string, config: Pick<Config, 'NODE_ENV' | 'WEBHOOK_PRIVATE_ADDRESSES'>): void {
  if (privateAddressesAllowed(config)) return;
  const { protocol, hostname } = new URL(text);
  if (protocol !== 'https:') throw refused('must begin with https://');
  if (isAddress(hostname) ? !isPublicAddress(hostname) : !hostname.includes('.'))
    throw refused('must be on the public internet');
}

function refused(message: string): ProblemError {
  return new ProblemError('invalid_request', 'Nothing can be posted to this address: see errors.', {
    errors: [{ field: 'url', message }],
  });
}
