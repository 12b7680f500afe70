import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { binOf, ROOT, runHere } from './run-command.mjs';

/** Compiled by swc to dist/, with the tree kept. */
const NODE_SOURCES = ['libs', 'apps', 'tools', 'test/support', 'bench'];
const ADMIN = 'apps/admin';
/** The web page is made of these, and of the packages that the lock file names. */
const ADMIN_SOURCES = [ADMIN, 'libs/contracts/src', 'package-lock.json'];
const ADMIN_OUTPUT = 'dist/apps/admin/public';
const STATE = 'dist/.build.json';

/** Brings dist/ up to date with the sources, and does nothing when nothing changed. */
export async function buildIfNeeded() {
  await compileIfNeeded();
  await buildPageIfNeeded();
}

/** The part for Node.js: compiles what changed and removes what has no source any more. Two at once are harmless: files are replaced whole. */
export async function compileIfNeeded() {
  const before = readState();
  writeState({ ...readState(), files: await compile(before) });
}

/** The web page. When it cannot be built, no old one is left in its place. */
export async function buildPageIfNeeded() {
  const page = await buildPage(readState());
  writeState({ ...readState(), page });
}

/** @returns the stamp of each source file that is compiled */
async function compile(before) {
  const settings = stamp('.swcrc') + stamp('package-lock.json');
  const sources = NODE_SOURCES.flatMap(listFiles).filter(isCompiled);
  const stamps = Object.fromEntries(sources.map((file) => [file, `${settings} ${stamp(file)}`]));
  const changed = sources.filter((file) => before.files[file] !== stamps[file] || !existsSync(outputOf(file)));
  removeStale(sources);
  if (changed.length === 0) return stamps;
  const started = Date.now();
  const { transformFile } = await import('@swc/core');
  for (const file of changed) {
    const sourceFileName = path.relative(path.dirname(outputOf(file)), file);
    const { code, map } = await transformFile(path.join(ROOT, file), { cwd: ROOT, root: ROOT, sourceFileName });
    replace(outputOf(file), `${code}\n//# sourceMappingURL=${path.basename(outputOf(file))}.map\n`);
    replace(`${outputOf(file)}.map`, map);
  }
  console.log(`Compiled ${changed.length} files (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  return stamps;
}

/** @returns the stamp of all that the page is made of */
async function buildPage(before) {
  const stamps = ADMIN_SOURCES.flatMap(listFiles).map((file) => `${file} ${stamp(file)}`);
  const now = createHash('sha256').update(stamps.join('\n')).digest('hex');
  if (now === before.page && existsSync(path.join(ROOT, ADMIN_OUTPUT, 'index.html'))) return now;
  console.log('Building the web page');
  const output = path.join(ROOT, ADMIN_OUTPUT);
  const draft = `${output}.${process.pid}`;
  const args = ['build', ADMIN, '--outDir', draft, '--emptyOutDir', '--logLevel', 'error'];
  // Under Jest NODE_ENV is `test`, and React would be built for development.
  const env = { ...process.env, NODE_ENV: 'production' };
  const status = await runHere(process.execPath, [binOf('vite', 'bin/vite.js'), ...args], env);
  rmSync(output, { recursive: true, force: true });
  if (status !== 0) {
    rmSync(draft, { recursive: true, force: true });
    throw new Error('The web page could not be built; the reason is above.');
  }
  renameSync(draft, output);
  return now;
}

/** Removes compiled files whose source is gone: what runs must be what is there. */
function removeStale(sources) {
  const wanted = new Set(sources.flatMap((file) => [outputOf(file), `${outputOf(file)}.map`]));
  for (const file of NODE_SOURCES.flatMap((folder) => listFiles(`dist/${folder}`)))
    if (!wanted.has(file) && !file.startsWith(ADMIN_OUTPUT) && !isDraft(file)) rmSync(path.join(ROOT, file));
}

/** A file that another build is writing just now; see {@link replace}. */
function isDraft(file) {
  return /\.\d+$/.test(file);
}

function isCompiled(file) {
  return /(?<!\.test|\.d)\.ts$/.test(file) && !file.startsWith(`${ADMIN}/`);
}

function outputOf(file) {
  return `dist/${file.replace(/\.ts$/, '.js')}`;
}

/** All files in a folder of ours, or the file itself, relative to the root and sorted. */
function listFiles(where) {
  const full = path.join(ROOT, where);
  if (!existsSync(full)) return [];
  if (statSync(full).isFile()) return [where];
  return readdirSync(full, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
}

function stamp(file) {
  const { mtimeMs, size } = statSync(path.join(ROOT, file));
  return `${mtimeMs}:${size}`;
}

function replace(file, content) {
  const full = path.join(ROOT, file);
  mkdirSync(path.dirname(full), { recursive: true });
  writeFileSync(`${full}.${process.pid}`, content);
  renameSync(`${full}.${process.pid}`, full);
}

function writeState(state) {
  replace(STATE, JSON.stringify(state));
}

function readState() {
  try {
    return JSON.parse(readFileSync(path.join(ROOT, STATE), 'utf8'));
  } catch {
    return { files: {}, page: null };
  }
}
