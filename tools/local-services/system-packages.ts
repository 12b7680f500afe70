import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { findInPath, run } from './command.js';
import type { WayContext } from './ways.js';

/** A Debian hook that keeps packages from starting their services. We start our own and leave nothing running. */
const POLICY = '/usr/sbin/policy-rc.d';

/** The names of Debian's packages on other systems. */
const OTHER_NAMES: Record<string, Partial<Record<'brew' | 'dnf' | 'pacman' | 'apk', string>>> = {
  postgresql: { brew: 'postgresql@17', dnf: 'postgresql-server' },
  'redis-server': { brew: 'redis', dnf: 'redis', pacman: 'valkey', apk: 'redis' },
  chromium: { brew: '--cask chromium' },
  // Only SeaweedFS is missing where there is Homebrew: macOS has Python, but not every Mac has a package of it.
  'python3-venv': { brew: 'seaweedfs', dnf: 'python3', pacman: 'python', apk: 'python3' },
};

type Context = Pick<WayContext, 'environment' | 'supervisor' | 'report'>;

/** Servers start side by side, but one apt-get does not wait for another. */
let last: Promise<unknown> = Promise.resolve();

/**
 * Installs packages on Debian or Ubuntu when we are root, and reports it.
 * @param what what they are for, in a word
 * @returns false on another system, or as another user
 * @throws Error when apt-get fails
 */
export async function installSystemPackages(packages: string[], what: string, context: Context): Promise<boolean> {
  if (process.getuid?.() !== 0 || !isDebianLike() || !findInPath(['apt-get'], context.environment)) return false;
  const mine = last.then(() => installNow(packages, what, context));
  last = mine.catch(() => undefined);
  await mine;
  return true;
}

async function installNow(packages: string[], what: string, context: Context): Promise<void> {
  const { supervisor, report } = context;
  report.say(`${what}: installing the system package ${packages.join(' ')} (apt-get, as root)`);
  const task = report.task(`${what}: installing ${packages.join(' ')}`);
  const env = { ...context.environment, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args: string[]) =>
    run(supervisor, 'apt-get', args, {
      env,
      onLine: (line) => task.note(line.slice(0, 60)),
    });
  const addPolicy = !existsSync(POLICY);
  if (addPolicy) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    await apt('update');
    await apt('install', '-y', '--no-install-recommends', ...packages);
    task.done(`${what}: installed ${packages.join(' ')}`);
  } catch (error) {
    task.fail(`${what}: apt-get could not install ${packages.join(' ')}`);
    throw error;
  } finally {
    if (addPolicy) rmSync(POLICY, { force: true });
  }
}

/** The command with which the user can install a package, for the package manager of this machine. */
export function installCommand(name: string): string {
  const sudo = process.getuid?.() === 0 ? '' : 'sudo ';
  const other = OTHER_NAMES[name] ?? {};
  if (findInPath(['apt-get'])) return `${sudo}apt-get update && ${sudo}apt-get install -y ${name}`;
  if (findInPath(['brew'])) return `brew install ${other.brew ?? name}`;
  if (findInPath(['dnf'])) return `${sudo}dnf install -y ${other.dnf ?? name}`;
  if (findInPath(['pacman'])) return `${sudo}pacman -S ${other.pacman ?? name}`;
  if (findInPath(['apk'])) return `${sudo}apk add ${other.apk ?? name}`;
  return `install ${name} with your system's package manager`;
}

function isDebianLike(): boolean {
  try {
    return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}
