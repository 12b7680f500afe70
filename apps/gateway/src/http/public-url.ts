import { defaultPort } from '#contracts';
import type { Config } from '#platform';

/** The address at which browsers reach us. */
export function publicUrl({ PUBLIC_URL, HOST, PORT }: Pick<Config, 'PUBLIC_URL' | 'HOST' | 'PORT'>): string {
  return PUBLIC_URL ?? `http://${HOST}:${PORT ?? defaultPort('gateway')}`;
}

/** True if browsers reach us over https. */
export function isSecure({ PUBLIC_URL }: Pick<Config, 'PUBLIC_URL'>): boolean {
  return PUBLIC_URL?.startsWith('https:') ?? false;
}
