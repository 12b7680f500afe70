import { existsSync, readFileSync } from 'node:fs';

/** In a checkout, beside package.json, which is above this file in what is compiled and in what is bundled. */
const DEV_FILE = new URL('.local/dev.json', findRoot());

/** The product that `npm start` or `npm run demo` runs in a checkout. */
interface RunningProduct {
  url: string;
  apiKey: string;
  accounts: { id: string }[];
  /** What its services have. */
  environment: Record<string, string>;
}

/** The product that runs in this checkout, if one does. */
export function runningHere(): RunningProduct | null {
  return existsSync(DEV_FILE) ? (JSON.parse(readFileSync(DEV_FILE, 'utf8')) as RunningProduct) : null;
}

function findRoot(): URL {
  let folder = new URL('.', import.meta.url);
  while (!existsSync(new URL('package.json', folder))) folder = new URL('..', folder);
  return folder;
}
