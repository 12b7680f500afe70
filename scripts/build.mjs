import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundleAll } from './bundle.mjs';
import { binOf, ROOT, runHere } from './run-command.mjs';

/** Folders that swc compiles to dist/, with the same structure. */
const NODE_FOLDERS = ['libs', 'apps', 'tools', 'test/support', 'test/fuzz', 'bench', 'chaos'];
const PAGE = 'apps/admin';
const PAGE_OUTPUT = 'dist/apps/admin/public';
const PAGE_SOURCES = [PAGE, 'libs/contracts/src', 'package-lock.json'];

/** Brings dist/ up to date with the sources. Does nothing when nothing changed. */
export async function buildIfNeeded() {
  await compileIfNeeded();
  await buildPageIfNeeded();
}

/** Compiles the Node.js part. Two processes may do it at the same time, because files are replaced atomically. */
export async function compileIfNeeded() {
  const sources = NODE_FOLDERS.flatMap(listFiles).filter(isCompiled);
  await unlessDone('compiled', [...sources, '.swcrc', 'package-lock.json'], () => compile(sources));
}

/** Builds the web page. When that fails, the old page is removed. */
export async function buildPageIfNeeded() {
  await unlessDone('page', PAGE_SOURCES.flatMap(listFiles), buildPage);
}

/** Does the work, unless these files have not changed since it was last done. */
async function unlessDone(name, files, work) {
  const stamps = files
    .map((file) => [file, statSync(path.join(ROOT, file))])
    .map(([file, { mtimeMs, size }]) => `${file} ${mtimeMs} ${size}`);
  const now = createHash('sha256').update(stamps.join('\n')).digest('hex');
  const note = path.join(ROOT, 'dist', `.${name}`);
  if (existsSync(note) && readFileSync(note, 'utf8') === now) return;
  rmSync(note, { force: true });
  await work();
  replace(`dist/.${name}`, now);
}

async function compile(sources) {
  const started = Date.now();
  const { transformFile } = await import('@swc/core');
  await Promise.all(
    sources.map(async (file) => {
      const output = outputOf(file);
      const sourceFileName = path.relative(path.dirname(output), file);
      const { code, map } = await transformFile(path.join(ROOT, file), { cwd: ROOT, root: ROOT, sourceFileName });
      replace(output, `${code}\n//# sourceMappingURL=${path.basename(output)}.map\n`);
      replace(`${output}.map`, map);
    }),
  );
  const bundled = await bundleAll();
  for (const [file, content] of bundled) replace(file, content);
  removeStale([
    ...sources.flatMap((file) => [outputOf(file), `${outputOf(file)}.map`]),
    ...bundled.map(([file]) => file),
  ]);
  console.log(`Compiled ${sources.length} files (${((Date.now() - started) / 1000).toFixed(1)} s)`);
}

async function buildPage() {
  console.log('Building the web page');
  const output = path.join(ROOT, PAGE_OUTPUT);
  const draft = `${output}.${process.pid}`;
  const args = ['build', PAGE, '--outDir', draft, '--emptyOutDir', '--logLevel', 'error'];
  // Vitest sets NODE_ENV to `test`; React would then be built for development.
  const env = { ...process.env, NODE_ENV: 'production' };
  const status = await runHere(process.execPath, [binOf('vite', 'bin/vite.js'), ...args], env);
  rmSync(output, { recursive: true, force: true });
  if (status !== 0) {
    rmSync(draft, { recursive: true, force: true });
    throw new Error('The web page could not be built; the reason is above.');
  }
  renameSync(draft, output);
}

/**
 * Removes what was compiled from sources that are gone, so that stale code cannot run. Temporary files of
 * {@link replace} stay.
 */
function removeStale(files) {
  const wanted = new Set(files);
  for (const file of [...NODE_FOLDERS, 'bundle'].flatMap((folder) => listFiles(`dist/${folder}`)))
    if (!wanted.has(file) && !file.startsWith(PAGE_OUTPUT) && !/\.\d+$/.test(file)) rmSync(path.join(ROOT, file));
}

function isCompiled(file) {
  return /(?<!\.test|\.d)\.ts$/.test(file) && !file.startsWith(`${PAGE}/`);
}

function outputOf(file) {
  return `dist/${file.replace(/\.ts$/, '.js')}`;
}

/** All of our files in a folder, or the file itself, relative to the root and sorted. */
function listFiles(where) {
  const full = path.join(ROOT, where);
  if (!existsSync(full)) return [];
  if (statSync(full).isFile()) return [where];
  return readdirSync(full, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
}

function replace(file, content) {
  const full = path.join(ROOT, file);
  mkdirSync(path.dirname(full), { recursive: true });
  writeFileSync(`${full}.${process.pid}`, content);
  renameSync(`${full}.${process.pid}`, full);
}
