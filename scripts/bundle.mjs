/**
 * Joins what a program loads into a few files, as loading some 1,500 small ones is most of what a service computes when it
 * starts. The figures are in docs/performance.md.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './run-command.mjs';

const CHUNKS = 'dist/bundle';

/** They look for files beside them, or are native. */
const APART = /^(@node-rs\/|@bull-board\/|swagger-ui-dist|pino-pretty)|\.node$/;

/** The program that the importer starts for each XLS file. */
const XLS = 'dist/apps/importer/src/readers/xls/xls-process';
/** The command line. It is also a package of its own, so its chunks are beside it. */
const CLI = 'dist/apps/cli/src/main';
const CLI_CHUNKS = 'dist/apps/cli/bundle';

/**
 * Each service, from its compiled `dist/apps/<name>/src/main.js`, which is to be replaced, and likewise {@link XLS} and
 * {@link CLI}.
 * @returns the files, and what is in them: that `main.js` again, and chunks that programs share
 */
export async function bundleAll() {
  const mains = readdirSync(path.join(ROOT, 'apps'))
    .filter((app) => app === 'all' || existsSync(path.join(ROOT, 'apps', app, 'src', 'service.ts')))
    .map((app) => `dist/apps/${app}/src/main`);
  const inPlace = (names) => Object.fromEntries(names.map((name) => [name, `${name}.js`]));
  const bundles = [bundlePrograms(inPlace([...mains, XLS]), CHUNKS), bundlePrograms(inPlace([CLI]), CLI_CHUNKS)];
  return (await Promise.all(bundles)).flat();
}

/**
 * @param programs the compiled file of each, by the name of its bundle; both from the root
 * @param chunks the folder of what they share
 * @returns the files, and what is in them
 */
export async function bundlePrograms(programs, chunks) {
  const { rolldown } = await import('rolldown');
  const bundle = await rolldown({
    input: Object.fromEntries(Object.entries(programs).map(([name, file]) => [name, path.join(ROOT, file)])),
    cwd: ROOT,
    platform: 'node',
    // Packages name others that they can do without, and that are not installed.
    logLevel: 'silent',
    external: (name) => APART.test(name),
    // It would take `decodeURIComponent(query);` away, which is there for its error.
    treeshake: false,
    plugins: [{ name: 'source-maps', load: loadWithMap }],
  });
  const { output } = await bundle.generate({
    dir: ROOT,
    format: 'esm',
    sourcemap: true,
    chunkFileNames: `${chunks}/[name]-[hash].js`,
    // Nest and the logs show names of classes, of which packages have some more than once.
    keepNames: true,
    // Without blanks and comments, because the text of a program stays in memory.
    minify: { mangle: false, compress: false, codegen: { removeWhitespace: true } },
  });
  await bundle.close();
  return output.map(({ fileName, code, source }) => [fileName, code ?? source]);
}

/** With the way back to our sources. A map of all packages would be as large as they are, and is read at each start. */
function loadWithMap(file) {
  if (!path.isAbsolute(file) || !/\.[cm]?js$/.test(file)) return null;
  const isOurs = !file.includes('node_modules');
  // A program for tests may not be compiled.
  if (isOurs && !existsSync(`${file}.map`)) return null;
  const map = isOurs ? JSON.parse(readFileSync(`${file}.map`, 'utf8')) : { mappings: '' };
  return { code: readFileSync(file, 'utf8'), map };
}
