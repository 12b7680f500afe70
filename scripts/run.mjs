/**
 * The entry point of all npm scripts: `node scripts/run.mjs
 * demo|start|migrate|test|test:unit|test:e2e|test:upgrade|test:mongod|test:compose|test:k8s|build|check|screenshots|bench|bench:smoke|chaos
 * [options]`. It needs only Node.js: it
 * installs the packages, builds what is missing or out of date, and then runs the script.
 */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkNodeVersion } from './node-version.mjs';

checkNodeVersion();

const { installIfNeeded } = await import('./install.mjs');
const { buildIfNeeded } = await import('./build.mjs');
const { binOf, ROOT, runHere } = await import('./run-command.mjs');

/** Our programs, by the name of the npm script. */
const PROGRAMS = {
  demo: 'tools/demo/demo.js',
  start: 'tools/product/start.js',
  migrate: 'apps/migrate/src/main.js',
  contacts: 'apps/cli/src/main.js',
  bench: 'bench/bench.js',
  'bench:smoke': 'bench/bench.js',
  chaos: 'chaos/chaos.js',
  'test:k8s': 'tools/k8s/test-k8s.js',
  'test:compose': 'tools/containers/test-compose.js',
};

/** Jest's projects; without any, all. `e2e` also builds in its global setup, so that plain jest works too. */
const TESTS = {
  test: [],
  'test:unit': ['--selectProjects', 'unit'],
  'test:e2e': ['--selectProjects', 'e2e'],
  'test:mongod': ['--selectProjects', 'e2e'],
  screenshots: ['test/e2e/pictures', '--selectProjects', 'e2e'],
  'test:upgrade': ['test/e2e/rolling-upgrade', '--selectProjects', 'e2e'],
};

const [script, ...options] = process.argv.slice(2);

if (process.env.npm_lifecycle_event) endWithParent();

try {
  await main();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

async function main() {
  if (script in PROGRAMS) {
    await prepare();
    process.setSourceMapsEnabled(true);
    // In this process, so that every signal arrives where it is handled.
    const always = script === 'bench:smoke' ? ['--smoke'] : [];
    process.argv = [process.argv[0], script, ...always, ...options];
    await import(pathToFileURL(path.join(ROOT, 'dist', PROGRAMS[script])).href);
  } else if (script in TESTS) {
    await installIfNeeded();
    if (script === 'screenshots') process.env.PICTURES = path.join(ROOT, 'docs', 'pictures');
    if (script === 'test:upgrade') process.env.UPGRADE_FROM = commitOf(options.shift());
    // Read by test/support/global-setup.mjs.
    if (script === 'test:mongod') process.env.TEST_MONGOD = 'true';
    // Must be last, because --selectProjects takes all words after it.
    process.exitCode = await runJest([...options, ...TESTS[script]]);
    // After the others, which need the processors for themselves.
    if (script === 'test' && options.length === 0) process.exitCode ||= await testComposeIfPossible();
  } else if (script === 'build') {
    await prepare();
  } else if (script === 'check') {
    await installIfNeeded();
    const { check } = await import('./check.mjs');
    process.exitCode = await check();
  } else {
    throw new Error(`There is no script "${script}". See "scripts" in package.json.`);
  }
}

/** The commit of the build to upgrade from: given, or that of the last tag. */
function commitOf(given) {
  const git = (...args) => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim();
  return git('rev-parse', '--verify', `${given ?? git('describe', '--tags', '--abbrev=0')}^{commit}`);
}

/** When npm is killed, no signal is forwarded to us. The scripts start with `exec`, so npm is our parent process. */
function endWithParent() {
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || process.kill(process.pid, 'SIGTERM'), 1_000).unref();
}

async function prepare() {
  await installIfNeeded();
  await buildIfNeeded();
}

/** Where there is no Docker engine, it says that it is left out. */
function testComposeIfPossible() {
  return runHere(process.execPath, [path.join(ROOT, 'dist', PROGRAMS['test:compose']), '--if-possible']);
}

function runJest(args) {
  const NODE_OPTIONS =
    `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules --disable-warning=ExperimentalWarning`.trim();
  return runHere(process.execPath, [binOf('jest', 'bin/jest.js'), ...args], { ...process.env, NODE_OPTIONS });
}
