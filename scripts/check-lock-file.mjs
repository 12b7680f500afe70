/**
 * Reports the optional packages that are missing in package-lock.json. npm drops those of other platforms when the
 * registry does not offer their version at that moment, and `npm ci` then refuses the file on every machine.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './run-command.mjs';

const { packages } = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8'));
const present = new Set(Object.keys(packages).map((place) => place.split('node_modules/').at(-1)));
const missing = Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
  Object.entries(optionalDependencies)
    .filter(([dependency]) => !present.has(dependency))
    .map(([dependency, version]) => `${dependency}@${version}, wanted by ${place}`),
);
if (missing.length > 0) {
  console.error('package-lock.json lacks these; take a version of their parent that is there for every platform:');
  console.error(missing.map((line) => `  ${line}`).join('\n'));
  process.exitCode = 1;
}
