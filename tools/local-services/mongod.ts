import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { mongo } from 'mongoose';
import { UserError } from '#terminal';
import { builtOnce } from './cache.js';
import { findInPath, InterruptedError, run } from './command.js';
import { dockerWay } from './docker.js';
import { helloMongo, limitTransactions, untilReady, withMongo } from './ready.js';
import { startServer } from './start-server.js';
import type { RunningServer, Way, WayContext } from './ways.js';

export const REPLICA_SET = 'contacts';
export const DATABASE = 'contacts';

/** A download that prints nothing for this long is given up. */
const DOWNLOAD_SILENCE_MS = 8_000;
const DOWNLOADER = fileURLToPath(new URL('./download-mongod.js', import.meta.url));

const NOT_YET_INITIALIZED = 94;

export const mongoEnvironment: Way = {
  key: 'environment',
  async start({ environment: { MONGODB_URI } }) {
    if (!MONGODB_URI) return { unavailable: 'MONGODB_URI is not set' };
    try {
      await helloMongo(MONGODB_URI);
    } catch (cause) {
      throw new UserError(
        'MONGODB_URI is set, but no MongoDB answers there. Start that server, or unset MONGODB_URI.',
        { cause },
      );
    }
    return { env: { MONGODB_URI }, where: 'the server of MONGODB_URI' };
  },
};

export const mongoDocker = dockerWay({
  image: 'mongo:8',
  command: ['mongod', '--replSet', REPLICA_SET, '--bind_ip_all'],
  port: 27017,
  dataFolder: '/data/db',
  async whenStarted(host, port) {
    // Inside the container, the server has a different address for itself.
    await ensureReplicaSet(addressOf(host, port), '127.0.0.1:27017');
    return { MONGODB_URI: addressOf(host, port) };
  },
});

export const mongoInstalled: Way = {
  key: 'mongod',
  async start(context) {
    const program = findInPath(['mongod'], context.environment);
    return program ? startMongod(program, context) : { unavailable: 'no mongod in PATH' };
  },
};

/** A real mongod, downloaded by mongodb-memory-server. */
export const mongoDownloaded: Way = {
  key: 'downloaded mongod',
  start: async (context) => startMongod(await downloadedMongod(context), context),
};

/** @returns the program, which is downloaded once */
export function downloadedMongod(context: WayContext): Promise<string> {
  const spot = { cache: context.cache, name: 'mongod', file: 'mongod' };
  return builtOnce(spot, 'MongoDB: fetching mongod, once', context.report, async (folder, note) => {
    try {
      await run(context.supervisor, process.execPath, [DOWNLOADER, folder], {
        onLine: note,
        silenceMs: DOWNLOAD_SILENCE_MS,
      });
    } catch (cause) {
      if (cause instanceof InterruptedError) throw cause;
      const lines = (cause as Error).message.split('\n');
      throw new Error(`the download failed: ${lines.at(-1)}`, { cause });
    }
  });
}

function startMongod(program: string, context: WayContext): Promise<RunningServer> {
  return startMember(program, context, (port) => ensureReplicaSet(addressOf('127.0.0.1', port), `127.0.0.1:${port}`));
}

/**
 * Starts a mongod that can be a member of a replica set.
 * @param probe resolves when it is ready
 */
export function startMember(
  program: string,
  context: WayContext,
  probe: (port: number) => Promise<void>,
): Promise<RunningServer> {
  const data = path.join(context.folder, 'mongod');
  mkdirSync(data, { recursive: true });
  return startServer(
    {
      title: program,
      command: program,
      args: (port) => ['--bind_ip', '127.0.0.1', ...memberArguments(port, data)],
      probe,
      env: (port) => ({ MONGODB_URI: addressOf('127.0.0.1', port) }),
    },
    context,
  );
}

export function memberArguments(port: number, data: string): string[] {
  return ['--replSet', REPLICA_SET, '--port', String(port), '--dbpath', data, '--wiredTigerCacheSizeGB', '1'];
}

function addressOf(host: string, port: number): string {
  return `mongodb://${host}:${port}/${DATABASE}?directConnection=true`;
}

/**
 * Makes the server a replica set with one member, whose own name for itself is `self`, and waits until it accepts
 * writes.
 */
async function ensureReplicaSet(uri: string, self: string): Promise<void> {
  await withMongo(uri, async (client) => {
    const admin = client.db('admin');
    const config = await replicaSetConfig(admin);
    if (!config) {
      await admin.command({ replSetInitiate: { _id: REPLICA_SET, members: [{ _id: 0, host: self }] } });
    } else if (config.members[0]?.host !== self) {
      // The data is from an earlier start with a different port.
      const members = [{ ...config.members[0], host: self }];
      await admin.command({ replSetReconfig: { ...config, version: config.version + 1, members }, force: true });
    }
  });
  await untilReady(() => helloMongo(uri));
  await limitTransactions(uri);
}

interface ReplicaSetConfig {
  version: number;
  members: { host: string }[];
}

async function replicaSetConfig(admin: mongo.Db): Promise<ReplicaSetConfig | null> {
  try {
    return (await admin.command({ replSetGetConfig: 1 })).config as ReplicaSetConfig;
  } catch (error) {
    if ((error as mongo.MongoServerError).code === NOT_YET_INITIALIZED) return null;
    throw error;
  }
}
