/**
 * Before the e2e tests: builds dist/ if need be and starts Redis, MongoDB and an S3 server once, for all test files, on a
 * temporary folder. Their addresses reach the tests through the environment; `startStack` (stack.ts) reads them.
 */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { buildPageIfNeeded, compileIfNeeded } from '../../scripts/build.mjs';
import { ROOT } from '../../scripts/run-command.mjs';

export default async function globalSetup() {
  rmSync(path.join(ROOT, '.local', 'test-logs'), { recursive: true, force: true });
  await compileIfNeeded();
  // A page that cannot be built fails the tests of the page, not those of the services.
  await buildPageIfNeeded().catch((error) => console.error(error.message));
  const { startLocalServices } = await import('../../dist/tools/local-services/start-local-services.js');
  const { consoleReport } = await import('../../dist/libs/terminal/src/index.js');
  const services = await startLocalServices({ report: consoleReport(process.stderr), onStop: stopOnSignal });
  globalThis.stopLocalServices = services.stop;
  Object.assign(process.env, services.env, { LOCAL_SERVICES_WAYS: services.chosen.map(({ way }) => way).join(', ') });
}

/** Jest does not run its tear-down when it is interrupted. */
function stopOnSignal(stop) {
  for (const [signal, status] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ])
    process.once(signal, () => void stop().finally(() => process.exit(status)));
}
