import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT, runHere } from './run-command.mjs';

const REMIND_EVERY_MS = 20_000;

/** Installs the packages of package-lock.json, unless they are installed. Exits the program when that fails. */
export async function installIfNeeded() {
  if (isInstalled()) return;
  console.log('Installing the packages of package-lock.json with npm ci. The first time this takes a minute or so.');
  const started = Date.now();
  const reminder = setInterval(
    () => console.log(`… still installing (${Math.round((Date.now() - started) / 1000)} s)`),
    REMIND_EVERY_MS,
  );
  const npm = process.env.npm_execpath;
  // Hides npm's warnings: the Node.js version was already checked, and the packages that require another one run only
  // in the browser.
  const args = ['ci', '--include=dev', '--no-fund', '--no-audit', '--loglevel=error'];
  const status = await (npm ? runHere(process.execPath, [npm, ...args]) : runHere('npm', args));
  clearInterval(reminder);
  if (status === 0) return console.log(`Installed the packages (${Math.round((Date.now() - started) / 1000)} s)`);
  console.error(
    'npm ci failed, its reason is above. When the network or the registry is back, run the same command again.',
  );
  process.exit(status);
}

/**
 * Compares what npm last installed with the lock file, by content, because file times mean nothing after a checkout. An
 * optional package for another platform may be missing.
 */
function isInstalled() {
  const wanted = packagesOf('package-lock.json');
  const present = packagesOf('node_modules/.package-lock.json');
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(
    ([name, { version, optional }]) =>
      name === '' || present[name]?.version === version || (optional && present[name] === undefined),
  );
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(path.join(ROOT, file), 'utf8')).packages;
  } catch {
    return null;
  }
}
