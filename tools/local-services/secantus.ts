import { mkdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { builtOnce, isBuilt, type CacheSpot } from './cache.js';
import { findInPath, run } from './command.js';
import { makePythonFolder } from './python.js';
import { helloMongo, limitTransactions } from './ready.js';
import { startServer } from './start-server.js';
import type { RunningServer, Way, WayContext } from './ways.js';

/**
 * SecantusDB replaces MongoDB on machines that can reach only package registries. For development and tests, never for
 * production: it computes the whole result of a query before it applies a limit.
 */
const CRATE = 'secantus-mdb';
const CRATE_VERSION = '0.5.3-beta.196';
const WHEEL = 'secantusdb==0.7.0b3';

/** These settings halve the build time, and the server is not slower. */
const CARGO_SETTINGS = { CARGO_PROFILE_RELEASE_LTO: 'off', CARGO_PROFILE_RELEASE_CODEGEN_UNITS: '16' };

/**
 * Where nothing is kept, it writes no checkpoints, and no oplog, which nobody reads: 6,000 contacts cost it 0.6 s instead
 * of 0.9 s of processor time, and changing them 1.6 s instead of 2.3 s.
 */
const NOTHING_KEPT = { variables: { SECANTUS_DISABLE_OPLOG: '1' }, args: ['--checkpoint-seconds', '86400'] };

export const secantusByCargo: Way = {
  key: 'secantus (cargo)',
  async start(context) {
    const cargo = findInPath(['cargo'], context.environment);
    if (!cargo && !isBuilt(spotIn(context.cache))) return { unavailable: 'no cargo in PATH' };
    return startSecantus('SecantusDB', await builtProgram(context, cargo), [], context);
  },
};

/** The same server as a Python package: available within seconds, but ten times slower. */
export const secantusByPython: Way = {
  key: 'secantus (python)',
  async start(context) {
    const spot = { cache: context.cache, name: `secantusdb-${WHEEL.split('==')[1]}-python`, file: 'bin/python' };
    const label = 'MongoDB: fetching SecantusDB as a Python package, once';
    const python = await builtOnce(spot, label, context.report, (folder, note) =>
      makePythonFolder(folder, [WHEEL], context, note),
    );
    return startSecantus('SecantusDB for Python', python, ['-c', 'from secantus.cli import main; main()'], context);
  },
};

function spotIn(cache: string): CacheSpot {
  return { cache, name: `secantusd-${CRATE_VERSION}`, file: 'bin/secantusd-rs' };
}

/** The program that `secantusByCargo` has built; null where it was not needed. */
export function secantusProgram(cache: string): string | null {
  const spot = spotIn(cache);
  return isBuilt(spot) ? path.join(cache, spot.name, spot.file) : null;
}

function builtProgram(context: WayContext, cargo: string | null): Promise<string> {
  const label = 'MongoDB: building SecantusDB, once; this takes several minutes';
  return builtOnce(spotIn(context.cache), label, context.report, async (folder, note) => {
    // Outside the draft folder, so that an interrupted build continues where it stopped.
    const target = path.join(context.cache, '.secantusd.target');
    const args = ['install', CRATE, '--locked', '--version', CRATE_VERSION, '--ignore-rust-version', '--root', folder];
    let crates = 0;
    await run(context.supervisor, cargo!, args, {
      env: { ...context.environment, ...CARGO_SETTINGS, CARGO_TARGET_DIR: target },
      logFile: path.join(context.cache, 'secantusd.log'),
      onLine: (line) => {
        const crate = /^\s*Compiling (\S+)/.exec(line)?.[1];
        if (crate) note(`${++crates} parts compiled, now ${crate}`);
      },
    });
    rmSync(target, { recursive: true, force: true });
  });
}

function startSecantus(title: string, command: string, first: string[], context: WayContext): Promise<RunningServer> {
  const data = path.join(context.folder, first.length > 0 ? 'secantus-py' : 'secantus');
  mkdirSync(data, { recursive: true });
  const uri = (port: number) => `mongodb://127.0.0.1:${port}/contacts?directConnection=true`;
  const isByCargo = first.length === 0;
  const more = isByCargo && !context.kept && !context.forFaults ? NOTHING_KEPT : { variables: {}, args: [] };
  return startServer(
    {
      title,
      command,
      args: (port) => [
        ...first,
        ...['--host', '127.0.0.1', '--port', String(port), '--storage-path', data],
        ...['--cache-size', `${cacheMegabytes()}M`, '--log-level', 'WARNING'],
        // Otherwise it confirms what is only in its memory, also when asked for a journal, and loses that when killed.
        ...(context.forFaults ? ['--sync-on-commit'] : []),
        ...more.args,
      ],
      variables: more.variables,
      probe: async (port) => {
        await helloMongo(uri(port));
        await limitTransactions(uri(port));
      },
      env: (port) => ({ MONGODB_URI: uri(port) }),
      // In memory, each confirmed write costs no wait for a disk, and is kept when the server is killed.
      data,
    },
    context,
  );
}

/** mongod's default: half of the memory above 1 GB. It is filled on demand. */
function cacheMegabytes(): number {
  const memory = Math.min(os.totalmem(), process.constrainedMemory() || Infinity) / 2 ** 20;
  return Math.max(256, Math.floor((memory - 1024) / 2));
}
