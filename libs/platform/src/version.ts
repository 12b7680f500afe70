import { existsSync, readFileSync } from 'node:fs';

/** The product's version: that of package.json, which is above this file in the sources as well as in what is built. */
export const VERSION = readVersion();

function readVersion(): string {
  let file = new URL('package.json', import.meta.url);
  while (!existsSync(file)) file = new URL('../package.json', file);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
