/**
 * Joins what each service loads into a few files, as loading some 1,500 small ones is most of what a service computes
 * when it starts. The figures are in docs/performance.md.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './run-command.mjs';

const CHUNKS = 'dist/bundle';

/** They look for files beside them, or are native. */
const APART = /^(@node-rs\/|@bull-board\/|swagger-ui-dist|pino-pretty)|\.node$/;

/**
 * Each service, from its compiled `dist/apps/<name>/src/main.js`, which is to be replaced.
 * @returns the files, and what is in them: that `main.js` again, and chunks that services share
 */
export async function bundleServices() {
  const { rolldown } = await import('rolldown');
  const mains = readdirSync(path.join(ROOT, 'apps'))
    .filter((app) => app === 'all' || existsSync(path.join(ROOT, 'apps', app, 'src', 'service.ts')))
    .map((app) => `dist/apps/${app}/src/main`);
  const bundle = await rolldown({
    input: Object.fromEntries(mains.map((main) => [main, path.join(ROOT, `${main}.js`)])),
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
    chunkFileNames: `${CHUNKS}/[name]-[hash].js`,
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
  const map = file.includes('node_modules') ? { mappings: '' } : JSON.parse(readFileSync(`${file}.map`, 'utf8'));
  return { code: readFileSync(file, 'utf8'), map };
}
