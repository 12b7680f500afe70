/**
 * The entry point of all npm scripts: `node scripts/run.mjs
 * demo|start|migrate|test|test:unit|test:e2e|test:upgrade|test:mongod|test:compose|test:k8s|test:schemathesis|fuzz:readers|build|check|screenshots|record-build|bench|bench:smoke|chaos
 * [options]`. It needs only Node.js: it installs the packages, builds what is missing or out of date, and then runs
 * the script.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkNodeVersion } from './node-version.mjs';

checkNodeVersion();

const { installIfNeeded } = await import('./install.mjs');
const { buildIfNeeded, buildPageIfNeeded, compileIfNeeded } = await import('./build.mjs');
const { Setup } = await import('./setup.mjs');
const { openSetupPage } = await import('./setup-page.mjs');
const { binOf, ROOT, runHere } = await import('./run-command.mjs');

/** Programs that run the product. They export a function, which continues the set-up. */
const PRODUCTS = { demo: 'tools/demo/demo.js', start: 'tools/product/start.js' };

/** Our other programs, by the name of the npm script. */
const PROGRAMS = {
  migrate: 'apps/migrate/src/main.js',
  contacts: 'apps/cli/src/main.js',
  bench: 'bench/bench.js',
  'bench:smoke': 'bench/bench.js',
  chaos: 'chaos/chaos.js',
  'fuzz:readers': 'test/fuzz/fuzz-readers.js',
  'test:k8s': 'tools/k8s/test-k8s.js',
  'test:compose': 'tools/containers/test-compose.js',
};

/** Vitest's options. `e2e` also builds in its global setup, so that plain vitest works too. */
const TESTS = {
  test: [],
  'test:unit': ['--project', 'unit'],
  'test:e2e': ['--project', 'e2e'],
  'test:mongod': ['--project', 'e2e'],
  screenshots: ['test/e2e/pictures', 'test/e2e/traces', '--project', 'e2e'],
  'test:upgrade': ['test/e2e/rolling-upgrade', '--project', 'e2e'],
  'record-build': ['test/e2e/record-build', '--project', 'e2e'],
  'test:schemathesis': ['test/e2e/schemathesis', '--project', 'e2e'],
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
  if (script in PRODUCTS) {
    await runProduct();
  } else if (script in PROGRAMS) {
    await prepare();
    await runProgram(PROGRAMS[script], script === 'bench:smoke' ? ['--smoke', ...options] : options);
  } else if (script in TESTS) {
    await installIfNeeded();
    if (script === 'screenshots') process.env.PICTURES = path.join(ROOT, 'docs', 'pictures');
    if (script === 'test:upgrade') process.env.UPGRADE_FROM = commitOf(options.shift());
    if (script === 'record-build') {
      process.env.RECORD_AS = options.shift() ?? versionHere();
      if (options.length > 0) process.env.RECORD_FROM = commitOf(options.shift());
    }
    if (script === 'test:schemathesis') process.env.SCHEMATHESIS_EXAMPLES = options.shift() ?? '50';
    // Read by test/support/global-setup.mjs.
    if (script === 'test:mongod') process.env.TEST_MONGOD = 'true';
    process.exitCode = await runVitest([...TESTS[script], ...options]);
    // After the others, which need the processors for themselves.
    if (script === 'test' && options.length === 0) {
      process.exitCode ||= await testUnderFaults();
      process.exitCode ||= await testComposeIfPossible();
    }
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

/** While everything is made, a page already says how far it is. */
async function runProduct() {
  const setup = new Setup();
  const page = await openSetupPage(setup, portOption());
  console.log(`Contacts will be at ${page.url}, which shows the progress until then.`);
  await setup.during('packages', installIfNeeded);
  await setup.during('build', compileIfNeeded);
  // The servers are started meanwhile.
  const pageBuilt = setup.during('page', buildPageIfNeeded);
  pageBuilt.catch(() => undefined);
  const { run } = await runProgram(PRODUCTS[script], options);
  await run({ setup, pageBuilt, page });
}

/** The value of --port; undefined when there is none, or it is wrong, which the program says. */
function portOption() {
  const value = /(?:^| )--port[ =](\d{1,5})(?: |$)/.exec(options.join(' '))?.[1];
  return value !== undefined && value >= 1 && value <= 65535 ? Number(value) : undefined;
}

/** In this process, so that every signal arrives where it is handled. */
function runProgram(program, args) {
  process.setSourceMapsEnabled(true);
  process.argv = [process.argv[0], script, ...args];
  return import(pathToFileURL(path.join(ROOT, 'dist', program)).href);
}

/**
 * The commit of a build: given, or that of the last tag before this commit, which may be one itself.
 * @throws Error that says what is missing
 */
function commitOf(given) {
  const git = (...args) => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: 'pipe' }).trim();
  try {
    return git('rev-parse', '--verify', `${given ?? git('describe', '--tags', '--abbrev=0', 'HEAD^')}^{commit}`);
  } catch {
    throw new Error(
      given
        ? `There is no commit "${given}" here. If this is a shallow clone: git fetch --unshallow --tags`
        : `No tag is here to upgrade from. Name a commit: npm run ${script} -- COMMIT. If tags were not fetched: git fetch --unshallow --tags. A folder without its git history cannot be upgraded from.`,
    );
  }
}

/** The version in package.json. */
function versionHere() {
  return JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')).version;
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

/** Always the same faults, so that two runs can be compared. */
function testUnderFaults() {
  return runHere(process.execPath, [path.join(ROOT, 'dist', PROGRAMS.chaos), '--quick', '--seed', 'test']);
}

/** Where there is no Docker engine, it says that it is left out. */
function testComposeIfPossible() {
  return runHere(process.execPath, [path.join(ROOT, 'dist', PROGRAMS['test:compose']), '--if-possible']);
}

function runVitest(args) {
  return runHere(process.execPath, [binOf('vitest', 'vitest.mjs'), 'run', ...args]);
}
