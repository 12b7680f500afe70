import { existsSync, readFileSync } from 'node:fs';

/** package.json, which is above this file in the sources, in what is compiled, and in what is bundled. */
const PACKAGE = findPackage();

/** The product's version. */
export const VERSION = (JSON.parse(readFileSync(PACKAGE, 'utf8')) as { version: string }).version;

/** @param path from the folder of package.json, such as `dist/apps/admin/public/` */
export function fromRoot(path: string): URL {
  return new URL(path, PACKAGE);
}

function findPackage(): URL {
  let file = new URL('package.json', import.meta.url);
  while (!existsSync(file)) file = new URL('../package.json', file);
  return file;
}
