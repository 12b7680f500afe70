import { expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { packageFaults } from '../../scripts/package-faults.mjs';

const GOOD = { version: '1.0.0', integrity: 'sha512-AAAA', license: 'MIT' };

/** What is wrong with a lock file that has this one package. */
function check(entry: object, { version = '1.0.0', npmrc = 'ignore-scripts=true\n' } = {}): string[] {
  const lock = { packages: { '': {}, 'node_modules/one': { ...GOOD, ...entry } } };
  return packageFaults({ manifest: { dependencies: { one: version } }, lock, npmrc });
}

it.each<[object, string]>([
  [{ integrity: undefined }, 'is not fixed by the hash'],
  [{ resolved: 'git+ssh://git@example.org/one.git' }, 'is not fixed by the hash'],
  [{ link: true }, 'is not fixed by the hash'],
  [{ hasInstallScript: true }, 'wants to run a script'],
  [{ license: 'AGPL-3.0-only' }, 'its licence (AGPL-3.0-only)'],
  [{ license: 'MIT AND GPL-2.0-only' }, 'its licence'],
  [{ license: undefined }, 'its licence (none stated)'],
  [{ license: 'MPL-2.0' }, 'its licence'],
])('a package with %j is refused', (entry, fault) => {
  expect(check(entry)).toEqual([expect.stringContaining(`one: ${fault}`)]);
});

it.each([
  {},
  { license: '(MIT OR GPL-3.0-or-later)' },
  { license: 'Apache-2.0 AND MIT' },
  { license: 'MPL-2.0', dev: true },
])('a package with %j is accepted', (entry) => expect(check(entry)).toEqual([]));

it('a range of versions, and an npm that would run scripts, are refused', () => {
  expect(check({}, { version: '^1.0.0' })).toEqual([expect.stringContaining('instead of one version')]);
  expect(check({}, { npmrc: '' })).toEqual([expect.stringContaining('.npmrc lacks')]);
});

it('the image is made of what its build reads, without the history, secrets and tests of a checkout', () => {
  const [first, ...rest] = readFileSync('.dockerignore', 'utf8')
    .split('\n')
    .filter((line) => line && !line.startsWith('#'));
  expect(first).toBe('*');
  const taken = rest.filter((line) => line.startsWith('!'));
  expect(taken).toEqual(['!package.json', '!package-lock.json', '!.npmrc', '!.swcrc', '!apps', '!libs', '!scripts']);
  expect(rest).toContain('**/*.test.ts');
  // What runs comes from the folder that `scripts/image.mjs` fills, and Node.js: nothing of the build is left.
  const [, last] = readFileSync('Dockerfile', 'utf8').split(/^FROM debian.*$/m);
  const copied = [...last!.matchAll(/^COPY (.*)$/gm)].map(([, what]) => what);
  expect(copied).toEqual(['--from=build /usr/local/bin/node /usr/local/bin/', '--from=build /image/app ./']);
});

it('npm and the image install from the lock file alone', () => {
  for (const file of ['scripts/install.mjs', 'Dockerfile'])
    expect(readFileSync(file, 'utf8')).not.toMatch(/npm (i|install|add)\b/);
  expect(readFileSync('Dockerfile', 'utf8')).toMatch(/COPY .*package-lock\.json \.npmrc[^\n]*\nRUN npm ci\n/);
});
