/**
 * The product for one test file. A file that only uses the API shares one that runs already:
 *
 *     const stack = await sharedStack();
 *     const tenant = await stack.seed();                   // an organisation of its own
 *     await fetch(`${stack.url}/v1/contacts`, { headers: { authorization: `Bearer ${tenant.keys.admin}` } });
 *
 * A file that ends services, gives them another environment, or counts what is in a queue, the database or the bucket,
 * starts one of its own:
 *
 *     const stack = await startStack();                    // or { services: ['gateway', 'importer'], env: { ATTEMPTS: '2' } }
 *     await stack.kill('contacts', 'SIGKILL');
 *     await stack.start('contacts');
 *     await stack.stop();                                  // in afterAll
 *
 * The services' logs are in .local/test-logs; when a test of the file fails, the reporter shows their last lines
 * (show-logs-reporter.mjs).
 */
import { expect } from 'vitest';
import { mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../tools/product/service-process.js';
import { RunningProduct, Stack, type StackOptions } from './product.js';

export type { RunningProduct, SeededTenant, Stack } from './product.js';

/** Starts the services of a stack and waits until each is ready. */
export function startStack(options: StackOptions = {}): Promise<Stack> {
  return Stack.start(options, testFile());
}

/** For all files that run in this process. */
let shared: RunningProduct | null = null;

/** The product that is shared by files that only use its API (shared-product.ts). They must not stop it. */
export async function sharedStack(): Promise<RunningProduct> {
  const response = await fetch(process.env.SHARED_PRODUCT!);
  if (!response.ok) throw new Error(`the shared product did not start: ${await response.text()}`);
  const { url, env, logs } = (await response.json()) as Pick<RunningProduct, 'url' | 'env' | 'logs'>;
  showLogsOnFailure(logs);
  return (shared ??= new RunningProduct(url, env, logs));
}

/** The reporter looks for logs in a folder with the test file's name. */
function showLogsOnFailure(logs: string): void {
  const folder = path.join(ROOT, '.local', 'test-logs', testFile(), 'shared');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const log of readdirSync(logs)) symlinkSync(path.join(logs, log), path.join(folder, log));
}

function testFile(): string {
  return path.basename(expect.getState().testPath ?? 'unknown');
}
