/** The same versions as `engines` in package.json. This file uses only syntax that an old Node.js can read. */
const SENTENCE =
  'Contacts needs Node.js 20.19 or later, 22.12 or later, or 24 or later. Install one of these, for instance from nodejs.org or with nvm.';

/** Exits the program with a message when this Node.js is too old or not a supported line. */
export function checkNodeVersion(version = process.versions.node) {
  if (isSupported(version)) return;
  console.error(`This is Node.js ${version}. ${SENTENCE}`);
  process.exit(1);
}

export function isSupported(version) {
  const [major, minor] = version.split('.').map(Number);
  return (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 24;
}
