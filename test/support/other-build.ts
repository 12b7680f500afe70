/** Services of another build of the product, for tests of upgrades. */
import mongoose from 'mongoose';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SERVICES, type ServiceName } from '#contracts';
import { cacheFolder } from '../../tools/local-services/cache.js';
import { freePort } from '../../tools/local-services/free-port.js';
import type { Supervisor } from '../../tools/local-services/supervisor.js';
import { ROOT, ServiceProcess } from '../../tools/product/service-process.js';
import type { Stack } from './stack.js';

/**
 * Checks a commit out and builds it, once.
 * @returns the folder of the build
 */
export function buildOf(commit: string): string {
  // Outside the checkout, so that the next one finds it too.
  const folder = path.join(cacheFolder(process.env), `build-${commit}`);
  // The packages may be those of a checkout that is gone.
  if (['.built', 'node_modules'].every((name) => existsSync(path.join(folder, name)))) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const archive = execFileSync('git', ['archive', commit], { cwd: ROOT, maxBuffer: 2 ** 30 });
  execFileSync('tar', ['-x'], { cwd: folder, input: archive });
  // The same packages need not be installed again; `npm run build` installs others.
  const lock = (root: string) => readFileSync(path.join(root, 'package-lock.json'), 'utf8');
  if (lock(folder) === lock(ROOT)) symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
  execFileSync(process.execPath, ['scripts/run.mjs', 'build'], { cwd: folder, stdio: 'inherit' });
  writeFileSync(path.join(folder, '.built'), '');
  return folder;
}

export type Services = Record<ServiceName, ServiceProcess>;

/** All services of a build, not yet started, on the servers of a stack. */
export async function processesOf(stack: Stack, root: string, supervisor: Supervisor): Promise<Services> {
  const processes: Partial<Services> = {};
  for (const name of SERVICES) {
    const options = {
      name,
      port: await freePort(),
      env: stack.env,
      logFile: logOf(stack, root, name),
      supervisor,
      root,
    };
    processes[name] = new ServiceProcess(options);
  }
  return processes as Services;
}

export function logOf(stack: Stack, root: string, name: ServiceName): string {
  return path.join(stack.logs, `${name}${root === ROOT ? '' : '-other'}.log`);
}

/** Migrates a stack's database as a build does. The first builds had no migrations, and made their indexes themselves. */
export function migrateAs(root: string, stack: Stack, ...options: string[]): void {
  const main = path.join(root, 'dist', 'apps', 'migrate', 'src', 'main.js');
  if (!existsSync(main)) return;
  execFileSync(process.execPath, [main, ...options], {
    cwd: root,
    env: { ...process.env, ...stack.env, NODE_OPTIONS: '' },
  });
}

/** Removes what `startStack` has migrated, so that another build finds nothing. */
export async function emptyDatabase(stack: Stack): Promise<void> {
  const connection = await mongoose.createConnection(stack.env.MONGODB_URI!).asPromise();
  await connection.dropDatabase();
  await connection.close();
}
