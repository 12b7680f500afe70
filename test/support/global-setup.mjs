/**
 * Before the e2e tests: builds dist/ if necessary, starts Redis, MongoDB and an S3 server once for all test files, with
 * a temporary folder, and offers the product that test files share. Passes the addresses to the tests in the
 * environment, where `startStack` and `sharedStack` (stack.ts) read them, and stops it all after the tests. For
 * `npm run test:mongod`, MongoDB is a real replica set whose primary steps down again and again.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildPageIfNeeded, compileIfNeeded } from '../../scripts/build.mjs';
import { ROOT } from '../../scripts/run-command.mjs';
import { Setup } from '../../scripts/setup.mjs';
import { CANARY, PLANTED } from './personal-data-in-logs.mjs';

const STEP_DOWN_EVERY_MS = 15_000;

export default async function globalSetup() {
  const logs = path.join(ROOT, '.local', 'test-logs');
  rmSync(logs, { recursive: true, force: true });
  mkdirSync(logs, { recursive: true });
  writeFileSync(path.join(logs, CANARY), PLANTED);
  const setup = new Setup();
  await setup.during('build', compileIfNeeded);
  // A page that cannot be built makes only the tests of the page fail.
  const pageBuilt = setup.during('page', () => buildPageIfNeeded().catch((error) => console.error(error.message)));
  const { startLocalServices } = await import('../../dist/tools/local-services/start-local-services.js');
  const { consoleReport } = await import('../../dist/libs/terminal/src/index.js');
  const report = consoleReport(process.stderr);
  const replicaSet = process.env.TEST_MONGOD === 'true';
  const during = (service, work) => setup.during(service, work);
  const services = await startLocalServices({ report, replicaSet, during, onStop: stopOnSignal });
  await pageBuilt;
  report.say(setup.summary());
  Object.assign(process.env, services.env, { LOCAL_SERVICES_WAYS: services.chosen.map(({ way }) => way).join(', ') });
  const { offerProduct } = await import('../../dist/test/support/shared-product.js');
  const product = await offerProduct();
  process.env.SHARED_PRODUCT = product.address;
  const { stepDownEvery } = await import('../../dist/tools/local-services/replica-set.js');
  const endStepDowns = replicaSet && stepDownEvery(STEP_DOWN_EVERY_MS, services.env.MONGODB_URI, report);
  return async () => {
    await product
      .stop()
      .finally(() => endStepDowns && endStepDowns())
      .finally(services.stop);
  };
}

/** When it is interrupted, Vitest may not come to the end of its teardown. */
function stopOnSignal(stop) {
  for (const [signal, status] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ])
    process.once(signal, () => void stop().finally(() => process.exit(status)));
}
