import { existsSync, readFileSync } from 'node:fs';

/** The path as seen from dist/apps/cli/src, in a checkout. */
const DEV_FILE = new URL('../../../../.local/dev.json', import.meta.url);

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
