import type { Config } from '#platform';
import { publicUrl } from '../http/public-url.js';

/**
 * A link to the page that contains a secret. The secret is in the fragment (behind the `#`). Browsers do not send that,
 * so it appears in no log of a proxy.
 */
export function pageLink(
  config: Pick<Config, 'PUBLIC_URL' | 'HOST' | 'PORT'>,
  path: string,
  secret: Record<string, string>,
): string {
  const url = new URL(path, publicUrl(config));
  url.hash = new URLSearchParams(secret).toString();
  return url.href;
}
