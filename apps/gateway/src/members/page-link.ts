import type { Config } from '#platform';
import { publicUrl } from '../http/public-url.js';

/**
 * An address of the page with a secret in it. The secret stands behind the `#`, which browsers send to nobody: so it
 * gets into no log of a proxy.
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
