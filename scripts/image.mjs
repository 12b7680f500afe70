/**
 * Copies what the image contains into a folder: `node scripts/image.mjs FOLDER`, after a build. That is the compiled
 * services with the page, and of node_modules only the files that they load. `npm ci --omit=dev` would leave seven times
 * as much: sources, typings, source maps, builds for browsers. Beside it, sbom.cdx.json lists the packages.
 */
import { nodeFileTrace } from '@vercel/nft';
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT, runQuietly } from './run-command.mjs';

const OURS = ['dist/apps', 'dist/bundle', 'dist/libs', 'package.json'];
/** Packages whose files are read by browsers. No import names these files. */
const SERVED = ['node_modules/swagger-ui-dist', 'node_modules/@bull-board/ui'];
/** Loaded by a name that is no literal. */
const LOADED_BY_NAME = ['pino-pretty'];

/** Nest would load it if it were asked to. It is there because a tool for development has it. */
const UNUSED = ['node_modules/@grpc/**'];

const [folder] = process.argv.slice(2);
const programs = readdirSync(path.join(ROOT, 'dist/apps'))
  .map((app) => path.join(ROOT, 'dist/apps', app, 'src/main.js'))
  .filter((file) => existsSync(file));
const byName = LOADED_BY_NAME.map((name) => fileURLToPath(import.meta.resolve(name)));
const { packages } = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8'));
const { fileList } = await nodeFileTrace([...programs, ...byName], { base: ROOT, processCwd: ROOT, ignore: UNUSED });
const traced = [...fileList].filter((file) => file.startsWith('node_modules/') && !isForDevelopment(file));
for (const place of [...OURS, ...SERVED, ...traced])
  cpSync(path.join(ROOT, place), path.join(folder, place), { recursive: true, filter: isNeeded });
const bill = await billOfMaterials(new Set([...SERVED, ...traced].map(packageOf)));
writeFileSync(path.join(folder, 'sbom.cdx.json'), JSON.stringify(bill, null, 1));

/** The part of npm's bill that is about these packages. With `--omit=dev`, npm 11 leaves out some that are needed. */
async function billOfMaterials(places) {
  const { output } = await runQuietly('npm', ['sbom', '--package-lock-only', '--sbom-format=cyclonedx']);
  const all = JSON.parse(output.slice(output.indexOf('{')));
  const names = new Set(
    [...places].map((place) => `${place.split('node_modules/').at(-1)}@${packages[place].version}`),
  );
  const components = all.components.filter(({ name, version }) => names.has(`${name}@${version}`));
  const refs = new Set([all.metadata.component['bom-ref'], ...components.map((component) => component['bom-ref'])]);
  const dependencies = all.dependencies
    .filter(({ ref }) => refs.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((other) => refs.has(other)) }));
  return { ...all, components, dependencies };
}

/** `node_modules/a/node_modules/@b/c/d.js` → `node_modules/a/node_modules/@b/c`. */
function packageOf(file) {
  return /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(file)[0];
}

/** Some packages use others only if they are there, as they are where things are built. */
function isForDevelopment(file) {
  return packages[packageOf(file)].dev === true;
}

/** Source maps of ours make stack traces readable. Those of packages are as large as the packages. */
function isNeeded(file) {
  const place = path.relative(ROOT, file);
  return !(place.startsWith('node_modules') && place.endsWith('.map')) && !/-es-bundle/.test(place);
}
