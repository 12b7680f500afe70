/** Packages that would run something when they are installed. `.npmrc` stops it; this is why nothing is missing then. */
const WORKS_WITHOUT_ITS_SCRIPT = {
  '@scarf/scarf': 'it would report the installation to its maker',
  '@swc/core': 'it would look for another build where ours does not load',
  'cpu-features': 'optional: ssh2 does without',
  'msgpackr-extract': 'optional: its builds come as packages, and msgpackr does without',
  protobufjs: 'it would compare version numbers',
  ssh2: 'it would compile a faster cipher; testcontainers uses it for Docker over SSH alone',
};

/** May be used and shipped. */
const PERMISSIVE = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'MIT/X11',
  'Python-2.0',
  'Unlicense',
  'Zlib',
];

/** May be used while we build and test. The font is shipped as it is, which its licence allows. */
const FOR_DEVELOPMENT = ['MPL-2.0', 'OFL-1.1'];

/** Licences that were read in the package, because package.json does not name them as it should. */
const READ_BY_HAND = {
  // Nothing is in 0.1.1, which exceljs brings; its repository says MIT/X11 since 0.1.2.
  buffers: 'MIT',
  buildcheck: 'MIT',
  'combine-errors': 'MIT',
  'cpu-features': 'MIT',
  ssh2: 'MIT',
};

/**
 * What is wrong with the packages of a lock file: each has to come from a registry and be fixed by its hash, none may run
 * anything when it is installed, and its licence has to be one that we may ship.
 */
export function packageFaults({ manifest, lock, npmrc }) {
  const used = Object.entries(lock.packages)
    .filter(([place]) => place !== '')
    .map(([place, entry]) => ({ name: place.split('node_modules/').at(-1), ...entry }));
  const faults = [
    ...Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })
      .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
      .map(([name, version]) => `${name}: package.json says ${version} instead of one version`),
    ...used
      .filter(({ integrity, link, resolved }) => !integrity || link || /^(git|file|http:)/.test(resolved ?? ''))
      .map(({ name }) => `${name}: is not fixed by the hash of a package in a registry`),
    ...(/^ignore-scripts=true$/m.test(npmrc) ? [] : ['.npmrc lacks ignore-scripts=true']),
    ...used
      .filter(({ name, hasInstallScript }) => hasInstallScript && !(name in WORKS_WITHOUT_ITS_SCRIPT))
      .map(({ name }) => `${name}: wants to run a script when it is installed; list why it works without`),
    ...used
      .filter(({ name, license, dev }) => !isAllowed(license ?? READ_BY_HAND[name] ?? '', dev))
      .map(({ name, license }) => `${name}: its licence (${license ?? 'none stated'}) is not on the list`),
  ];
  return [...new Set(faults)];
}

/** An SPDX expression without nesting, which no package of ours has: `(MIT OR GPL-3.0-or-later)`, `Apache-2.0 AND MIT`. */
function isAllowed(expression, isDevelopment) {
  const allowed = isDevelopment ? [...PERMISSIVE, ...FOR_DEVELOPMENT] : PERMISSIVE;
  return expression
    .replace(/^\((.*)\)$/, '$1')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((licence) => allowed.includes(licence)));
}
